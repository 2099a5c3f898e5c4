package dev.lockstitch;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of a thread's work during which a lock is {@linkplain HeldLock#current() current}. For those who implement
 * a coordinator or an advice; applications read {@link HeldLock#current()}.
 *
 * <p>Scopes nest and must be closed on the thread that opened them, the innermost first.
 */
public final class LockScope implements AutoCloseable {

    private static final ThreadLocal<@Nullable LockScope> INNERMOST = new ThreadLocal<>();

    private final HeldLock lock;
    private final boolean reentrant;
    private final @Nullable LockScope outer;

    private LockScope(HeldLock lock, boolean reentrant, @Nullable LockScope outer) {
        this.lock = lock;
        this.reentrant = reentrant;
        this.outer = outer;
    }

    /**
     * Makes the lock the current one of this thread.
     *
     * @param lock the lock
     * @return the scope; close it when the work under the lock is done
     */
    public static LockScope open(HeldLock lock) {
        return open(lock, true);
    }

    /**
     * Makes the lock the current one of this thread, without letting nested calls enter it again: for a hold that
     * outlasts the scope, because it belongs to a stage or a subscription.
     *
     * @param lock the lock
     * @return the scope; close it when this thread's part of the work is done
     */
    public static LockScope openAsync(HeldLock lock) {
        return open(lock, false);
    }

    private static LockScope open(HeldLock lock, boolean reentrant) {
        LockScope scope = new LockScope(lock, reentrant, INNERMOST.get());
        INNERMOST.set(scope);
        return scope;
    }

    /**
     * Looks among the current locks of this thread that can be entered again, the innermost first.
     *
     * @param wanted what to look for
     * @return the first that is wanted
     */
    public static Optional<HeldLock> find(Predicate<? super HeldLock> wanted) {
        for (LockScope scope = INNERMOST.get(); scope != null; scope = scope.outer) {
            if (scope.reentrant && wanted.test(scope.lock)) {
                return Optional.of(scope.lock);
            }
        }
        return Optional.empty();
    }

    static Optional<HeldLock> innermost() {
        LockScope scope = INNERMOST.get();
        return scope == null ? Optional.empty() : Optional.of(scope.lock);
    }

    /** Makes the outer lock, if any, the current one again. */
    @Override
    public void close() {
        // Set, also to null: removing would cost each outermost call a new entry, and a null keeps nothing alive.
        INNERMOST.set(outer);
    }
}
