package dev.lockstitch.redis.lock;

import dev.lockstitch.LockMode;
import java.util.ArrayList;
import java.util.List;

/**
 * All that goes on in this JVM about one key, from the first caller's coming to the last one's going: the queue, and who
 * holds what. A hold without Redis excludes those that Redis granted before or grants after it.
 */
final class LocalKey {

    private final LocalQueue<Acquisition> queue = new LocalQueue<>();

    /** All below is guarded by this. */
    private int users;

    private boolean retired;
    private int exclusive;
    private int shared;

    /** So many of those hold what nobody holds in Redis any more: they count while there is no Redis to say so. */
    private int exclusiveOver;

    private int sharedOver;
    private int localExclusive;
    private int localShared;
    private List<Caller<?>> gate = List.of();

    LocalQueue<Acquisition> queue() {
        return queue;
    }

    /** False when it was retired just now: there is another. */
    synchronized boolean join() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    /** True for the last one: nobody can join any more. */
    synchronized boolean quit() {
        users--;
        retired = users == 0;
        return retired;
    }

    /** Redis granted it; false while a hold of this JVM that counts stands against that. */
    synchronized boolean admit(LockMode mode, boolean allCount) {
        if (isClosedTo(mode, allCount)) {
            return false;
        }
        if (mode == LockMode.SHARED) {
            shared++;
        } else {
            exclusive++;
        }
        return true;
    }

    /**
     * Whether a hold of this JVM stands against one from Redis: one without Redis, or, where all count, any. A Redis that
     * comes back empty grants again what is held.
     */
    synchronized boolean isClosedTo(LockMode mode, boolean allCount) {
        int writers = localExclusive + (allCount ? exclusive - exclusiveOver : 0);
        int readers = localShared + (allCount ? shared - sharedOver : 0);
        return writers > 0 || (mode == LockMode.EXCLUSIVE && readers > 0);
    }

    synchronized boolean isTaken() {
        return exclusive + shared + localExclusive + localShared > 0;
    }

    /** Takes it without Redis, unless somebody of this JVM holds it, however that was granted. */
    synchronized boolean admitLocally(LockMode mode) {
        if (localExclusive > 0 || exclusive > 0) {
            return false;
        }
        if (mode == LockMode.SHARED) {
            localShared++;
            return true;
        }
        if (localShared > 0 || shared > 0) {
            return false;
        }
        localExclusive++;
        return true;
    }

    /** The lease of one that Redis granted has come to its end as it was to; whoever says so opens the gate. */
    synchronized void leaseIsOver(LockMode mode) {
        if (mode == LockMode.SHARED) {
            sharedOver++;
        } else {
            exclusiveOver++;
        }
    }

    /** One that Redis granted ends. */
    void dismiss(LockMode mode, boolean wasOver) {
        int over = wasOver ? 1 : 0;
        synchronized (this) {
            if (mode == LockMode.SHARED) {
                shared--;
                sharedOver -= over;
            } else {
                exclusive--;
                exclusiveOver -= over;
            }
        }
        openGate();
    }

    void dismissLocally(LockMode mode) {
        synchronized (this) {
            if (mode == LockMode.SHARED) {
                localShared--;
            } else {
                localExclusive--;
            }
        }
        openGate();
    }

    /** Has a caller told of each hold that ends. */
    synchronized void waitAtGate(Caller<?> caller) {
        List<Caller<?>> all = new ArrayList<>(gate);
        all.add(caller);
        gate = List.copyOf(all);
    }

    synchronized void leaveGate(Caller<?> caller) {
        List<Caller<?>> all = new ArrayList<>(gate);
        all.remove(caller);
        gate = List.copyOf(all);
    }

    /** Has all that wait look again. */
    void signalAll() {
        queue.signalAll();
        openGate();
    }

    /** Has those at the gate look again. */
    void openGate() {
        List<Caller<?>> all;
        synchronized (this) {
            all = gate;
        }
        all.forEach(Caller::signal);
    }
}
