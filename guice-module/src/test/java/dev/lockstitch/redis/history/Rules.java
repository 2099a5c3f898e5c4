package dev.lockstitch.redis.history;

import java.time.Duration;
import java.util.Optional;

/**
 * The bounds that a history is held to.
 *
 * @param longestWait for a lock, while no JVM is harmed
 * @param perHarm what each kill or stop of a JVM may add to the waits that it meets
 * @param overtaking where first come is first served: who asked so much later must not be served before; else empty
 */
record Rules(Duration longestWait, Duration perHarm, Optional<Duration> overtaking) {

    /** The documented time for which threads of one JVM may hand a lock on among themselves. */
    private static final Duration HANDOVER = Duration.ofMillis(20);

    /** What a lock costs beside its body, taken high. */
    private static final Duration COST = Duration.ofMillis(1);

    private static final Duration ALLOWANCE = Duration.ofMillis(500);

    /**
     * The documented bound: between two turns of a JVM each other one has 20 ms and the rest of a body; and in a turn its
     * threads are served in order. On top of it what this machine made others wait in the same run.
     */
    static Rules fairTo(int jvms, int threads, Duration body, History history) {
        long turns = 1 + threads * body.plus(COST).toNanos() / HANDOVER.toNanos() + 1;
        Duration round = HANDOVER.plus(body).plus(COST).multipliedBy(jvms);
        return new Rules(round.multipliedBy(turns).plus(allowance(body, history)), Duration.ZERO, Optional.empty());
    }

    /** For what stands still now and then on a busy machine: the writer of this history and those of its records. */
    private static Duration allowance(Duration body, History history) {
        Duration slow = history.slowestHold().minus(body);
        return ALLOWANCE
                .plus(history.stall().multipliedBy(3))
                .plus(slow.isNegative() ? Duration.ZERO : slow.multipliedBy(2));
    }

    Rules slowerBy(int factor) {
        return new Rules(longestWait.multipliedBy(factor), perHarm, overtaking);
    }

    Rules withHarmsOf(Duration each) {
        return new Rules(longestWait, each, overtaking);
    }

    Rules firstComeFirstServed(Duration tolerance) {
        return new Rules(longestWait, perHarm, Optional.of(tolerance));
    }
}
