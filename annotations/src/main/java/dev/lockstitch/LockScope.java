package dev.lockstitch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of a thread's work during which a lock is {@linkplain HeldLock#current() current}. For those who implement
 * a coordinator or an advice; applications read {@link HeldLock#current()}.
 *
 * <p>Scopes nest and must be closed once each, on the thread that opened them, the innermost first.
 */
public final class LockScope implements AutoCloseable {

    /**
     * The depth, then lock and re-entrance of each scope, the outermost first. One array for all calls of a thread, and of
     * the platform's types alone: between calls it keeps nothing alive, not even the class of this library.
     */
    private static final ThreadLocal<@Nullable Object @Nullable []> SCOPES = new ThreadLocal<>();

    private static final ThreadLocal<@Nullable List<HeldLock>> LINGERING = new ThreadLocal<>();

    private static final int USUAL = 1 + 2 * 4;

    /** Says only: close the innermost. */
    private static final LockScope INNERMOST = new LockScope();

    private LockScope() {}

    /**
     * Makes the lock the current one of this thread.
     *
     * @param lock the lock
     * @return the scope; close it when the work under the lock is done
     */
    public static LockScope open(HeldLock lock) {
        return open(lock, Boolean.TRUE);
    }

    /**
     * Makes the lock the current one of this thread, without letting nested calls enter it again: for a hold that
     * outlasts the scope, because it belongs to a stage or a subscription.
     *
     * @param lock the lock
     * @return the scope; close it when this thread's part of the work is done
     */
    public static LockScope openAsync(HeldLock lock) {
        return open(lock, Boolean.FALSE);
    }

    private static LockScope open(HeldLock lock, Boolean reentrant) {
        @Nullable Object[] scopes = SCOPES.get();
        int depth = depth(scopes);
        int next = 1 + 2 * depth;
        if (scopes == null || next == scopes.length) {
            scopes = scopes == null ? new Object[USUAL] : Arrays.copyOf(scopes, 2 * scopes.length + 1);
            SCOPES.set(scopes);
        }
        scopes[next] = lock;
        scopes[next + 1] = reentrant;
        scopes[0] = depth + 1;
        return INNERMOST;
    }

    /**
     * Lets calls on this thread enter the lock again although its scope is closed: it is held on, until the end of a
     * transaction, say. It is not {@linkplain HeldLock#current() current}.
     *
     * @param lock a lock that is not given back before {@link #endLingering()}
     */
    public static void linger(HeldLock lock) {
        List<HeldLock> lingering = LINGERING.get();
        if (lingering == null) {
            lingering = new ArrayList<>();
            LINGERING.set(lingering);
        }
        lingering.add(lock);
    }

    /**
     * Ends what {@link #linger(HeldLock)} began on this thread.
     *
     * @return the locks that lingered, in the order in which they came; now to be given back
     */
    public static List<HeldLock> endLingering() {
        List<HeldLock> lingering = LINGERING.get();
        LINGERING.remove();
        return lingering == null ? List.of() : lingering;
    }

    /**
     * Looks among the locks of this thread that can be entered again: the current ones, the innermost first, then those
     * that linger, the latest first.
     *
     * @param wanted what to look for
     * @return the first that is wanted
     */
    public static Optional<HeldLock> find(Predicate<? super HeldLock> wanted) {
        @Nullable Object[] scopes = SCOPES.get();
        if (scopes != null) {
            for (int i = 2 * depth(scopes) - 1; i > 0; i -= 2) {
                if (scopes[i + 1] == Boolean.TRUE && scopes[i] instanceof HeldLock lock && wanted.test(lock)) {
                    return Optional.of(lock);
                }
            }
        }
        List<HeldLock> lingering = LINGERING.get();
        for (int i = lingering == null ? -1 : lingering.size() - 1; i >= 0; i--) {
            if (wanted.test(lingering.get(i))) {
                return Optional.of(lingering.get(i));
            }
        }
        return Optional.empty();
    }

    static Optional<HeldLock> innermost() {
        @Nullable Object[] scopes = SCOPES.get();
        int depth = depth(scopes);
        return scopes != null && depth > 0 && scopes[2 * depth - 1] instanceof HeldLock lock
                ? Optional.of(lock)
                : Optional.empty();
    }

    /** Makes the outer lock, if any, the current one again. */
    @Override
    public void close() {
        @Nullable Object[] scopes = SCOPES.get();
        int depth = depth(scopes);
        if (scopes != null && depth > 0) {
            scopes[2 * depth - 1] = null;
            scopes[0] = depth - 1;
        }
    }

    private static int depth(@Nullable Object @Nullable [] scopes) {
        return scopes != null && scopes[0] instanceof Integer depth ? depth : 0;
    }
}
