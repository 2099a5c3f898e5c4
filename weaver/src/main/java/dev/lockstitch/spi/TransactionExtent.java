package dev.lockstitch.spi;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockScope;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stretch of a thread's work around a transaction. The locks of annotated methods and of {@code withLock} that end
 * within it are given back at its end only, when what was written under them is committed or rolled back; until then
 * calls on this thread enter them again. A lock of {@code tryLock} is its caller's to close, and not put off.
 *
 * <p>The Guice module opens one around each method that is {@code @Transactional}. An application does so itself where it
 * begins transactions in code:
 *
 * <pre>{@code
 * try (TransactionExtent extent = TransactionExtent.open()) {
 *     transaction.begin();
 *     shop.pay(order);
 *     transaction.commit();
 * }
 * }</pre>
 *
 * <p>Extents nest, and the outermost one counts: a lock that was taken in an inner transaction of its own lasts until the
 * outer one has ended, too. A lock with a fixed lease is not renewed meanwhile.
 */
public final class TransactionExtent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionExtent.class);
    private static final ThreadLocal<@Nullable Outermost> CURRENT = new ThreadLocal<>();

    private final Outermost outermost;
    private boolean closed;

    private TransactionExtent(Outermost outermost) {
        this.outermost = outermost;
    }

    /**
     * Opens an extent on this thread, before the transaction begins.
     *
     * @return the extent; close it on this thread when the transaction has ended
     */
    public static TransactionExtent open() {
        Outermost outermost = CURRENT.get();
        if (outermost == null) {
            outermost = new Outermost();
            CURRENT.set(outermost);
        }
        outermost.open++;
        return new TransactionExtent(outermost);
    }

    /**
     * Closes the lock of a call that has ended: now, or at the end of the extent around this thread.
     *
     * @param lock the lock
     */
    public static void giveBack(HeldLock lock) {
        // A re-entered lock has nothing to put off; a loop of such calls would pile them up.
        if (CURRENT.get() == null || lock instanceof Reentry) {
            lock.close();
        } else {
            LockScope.linger(lock);
        }
    }

    /**
     * The end of the extent around this thread, for what another thread is to do after it.
     *
     * @return completes, never exceptionally, on the thread of the extent when its locks were given back; empty when there
     *     is none
     */
    public static Optional<CompletionStage<Void>> end() {
        Outermost outermost = CURRENT.get();
        return outermost == null ? Optional.empty() : Optional.of(outermost.end.minimalCompletionStage());
    }

    /**
     * How the lock of work that begins now is given back by whatever thread ends it: at once, or, where there is an extent
     * around this thread now, when that has ended as well.
     */
    // Nobody waits for what hangs on the end.
    @SuppressWarnings("FutureReturnValueIgnored")
    static Consumer<HeldLock> givingBackLater() {
        Outermost outermost = CURRENT.get();
        return outermost == null ? HeldLock::close : lock -> outermost.end.thenRun(lock::close);
    }

    /**
     * Gives back the locks that were put off, in the order in which they would have been given back without, if this was
     * the outermost extent. Never throws for their sake; the second and later times do nothing.
     *
     * @throws IllegalStateException on another thread than that which opened it
     */
    @Override
    public void close() {
        if (Thread.currentThread() != outermost.thread) {
            throw new IllegalStateException("A transaction's extent was opened on thread \""
                    + outermost.thread.getName()
                    + "\" and must be closed there, when the transaction has ended");
        }
        if (!closed) {
            closed = true;
            outermost.open--;
            if (outermost.open == 0) {
                CURRENT.remove();
                outermost.giveBack(LockScope.endLingering());
            }
        }
    }

    private static final class Outermost {

        private final Thread thread = Thread.currentThread();
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private int open;

        private void giveBack(List<HeldLock> locks) {
            for (HeldLock lock : locks) {
                try {
                    lock.close();
                } catch (Throwable t) {
                    // The transaction's own outcome is the caller's, and the other locks are to go as well.
                    LOG.error(
                            "Lock {} could not be given back after the transaction",
                            KeyText.shown(lock.key()),
                            Muted.of(t));
                }
            }
            end.complete(null);
        }
    }
}
