package dev.lockstitch.redis.limit.history;

/**
 * The worst window of a history, and how much of what was possible was granted. In parts of a {@link Unit}.
 *
 * @param fromMicros where the worst window begins: with a full burst
 * @param toMicros where it ends: with a grant
 * @param level what was left after that grant; below zero, it was too much
 * @param speed what comes back in a microsecond at the most
 * @param granted all that was granted, less what was given back
 * @param possible a burst, and what came back from the first grant to the last
 */
public record Verdict(long fromMicros, long toMicros, long level, long speed, long granted, long possible) {

    /** Whether no window has more than the limit allows, when each start may be late by less than so much. */
    public boolean holds(long slackMicros) {
        return slackMicros == 0 ? level >= 0 : level > -Math.multiplyExact(slackMicros, speed);
    }

    boolean reaches(int percent) {
        return Math.multiplyExact(granted, 100) >= Math.multiplyExact(possible, (long) percent);
    }

    @Override
    public String toString() {
        return String.format(
                "granted %.4f of what was possible; worst window %d to %d (%d µs): %.3f µs %s",
                (double) granted / possible,
                fromMicros,
                toMicros,
                toMicros - fromMicros,
                Math.abs((double) level / speed),
                level < 0 ? "TOO MUCH" : "to spare");
    }
}
