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
    private final @Nullable LockScope outer;

    private LockScope(HeldLock lock, @Nullable LockScope outer) {
        this.lock = lock;
        this.outer = outer;
    }

    /**
     * Makes the lock the current one of this thread.
     *
     * @param lock the lock
     * @return the scope; close it when the work under the lock is done
     */
    public static LockScope open(HeldLock lock) {
        LockScope scope = new LockScope(lock, INNERMOST.get());
        INNERMOST.set(scope);
        return scope;
    }

    /**
     * Looks among the current locks of this thread, the innermost first.
     *
     * @param wanted what to look for
     * @return the first that is wanted
     */
    public static Optional<HeldLock> find(Predicate<? super HeldLock> wanted) {
        for (LockScope scope = INNERMOST.get(); scope != null; scope = scope.outer) {
            if (wanted.test(scope.lock)) {
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
