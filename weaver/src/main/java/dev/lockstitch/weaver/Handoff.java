package dev.lockstitch.weaver;

import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/**
 * Where an injector hands its coordinator to the woven methods. There is one per class loader of this library, hence one
 * coordinator at a time. Thread-safe.
 *
 * <p>Before a coordinator is handed over, and after it was withdrawn, annotated methods run unguarded; one warning says
 * so.
 */
public final class Handoff {

    private static volatile Guards guards = new NoGuards("no injector with the Lockstitch module was created yet");

    private Handoff() {}

    /**
     * Has woven methods use this coordinator from now on. What is known about their annotations is read afresh.
     *
     * @param wiring the coordinator and what belongs to it; the same coordinator may come again with another wiring,
     *     which then counts
     * @return closes the handoff again
     * @throws IllegalStateException when another coordinator is in use
     */
    public static synchronized Registration install(Wiring wiring) {
        if (guards instanceof PlannedGuards other && other.wiring().coordinator() != wiring.coordinator()) {
            throw new IllegalStateException("A second coordinator (" + wiring.coordinator()
                    + ") for the annotated methods, while the first ("
                    + other.wiring().coordinator()
                    + ") is in use: woven methods can serve one only. Close the first coordinator before the second"
                    + " injector is created (Handoff.closeInstalled() does so where its injector is out of reach),"
                    + " or use one injector per application");
        }
        guards = new PlannedGuards(wiring);
        return new Installed(wiring);
    }

    /**
     * Closes the coordinator that woven methods use, if there is one: for tests, and for an injector that failed halfway
     * and left nobody to close its coordinator.
     */
    public static void closeInstalled() {
        if (guards instanceof PlannedGuards current) {
            current.wiring().coordinator().close();
            withdraw(current.wiring());
        }
    }

    private static synchronized void withdraw(Wiring wiring) {
        if (guards instanceof PlannedGuards current && current.wiring().coordinator() == wiring.coordinator()) {
            guards = new NoGuards("the coordinator was closed");
        }
    }

    static @Nullable Object lock(ProceedingJoinPoint call) throws Throwable {
        return guards.lock(call.getStaticPart(), call);
    }

    static @Nullable Object limit(ProceedingJoinPoint call) throws Throwable {
        return guards.limit(call.getStaticPart(), call);
    }

    static @Nullable Object limitAndLock(ProceedingJoinPoint call) throws Throwable {
        return guards.limitAndLock(call.getStaticPart(), call);
    }

    /** A coordinator that woven methods use. */
    public interface Registration extends AutoCloseable {

        /** Withdraws the coordinator. The second and later times do nothing. */
        @Override
        void close();
    }

    private static final class Installed implements Registration {

        private @Nullable Wiring wiring;

        Installed(Wiring wiring) {
            this.wiring = wiring;
        }

        @Override
        public synchronized void close() {
            if (wiring != null) {
                withdraw(wiring);
                wiring = null;
            }
        }
    }
}
