package dev.lockstitch.redis.limit;

/**
 * How one limit stands at one moment, and what a call does to it: the arithmetic of {@code state.lua} once more, so that a
 * script's reply tells what each of its calls got. Not thread-safe.
 */
final class Standing {

    /** A wait that would be too long. */
    static final long REJECTED = -1;

    private final Rate rate;
    private long owed;
    private long behindMicros;
    private boolean close;

    /**
     * A standing.
     *
     * @param owed ticks owed
     * @param behindMicros microseconds until the last reservation starts; zero or less when there is none
     */
    Standing(Rate rate, long owed, long behindMicros) {
        this(rate, owed, behindMicros, false);
    }

    /** Close: two or more start together, so that the last start does not tell one of them from the others. */
    Standing(Rate rate, long owed, long behindMicros, boolean close) {
        this.rate = rate;
        this.owed = owed;
        this.behindMicros = Math.max(0, behindMicros);
        this.close = close;
    }

    long owed() {
        return owed;
    }

    long behindMicros() {
        return behindMicros;
    }

    boolean isClose() {
        return close;
    }

    /** Microseconds until so many ticks could be had, without regard to whether they ever can. */
    long waitMicros(long cost) {
        return cost == 0 ? 0 : Math.max(Math.max(0, rate.micros(owed + cost - rate.burst())), behindMicros);
    }

    /**
     * Takes so many ticks, if they can be had in time.
     *
     * @param cost ticks; more than a burst: never
     * @param patienceMicros how long the call would wait
     * @return how long it has to wait, in microseconds, or {@link #REJECTED}
     */
    long take(long cost, long patienceMicros) {
        long wait = waitMicros(cost);
        if (cost > rate.burst() || wait > patienceMicros) {
            return REJECTED;
        }
        owed += cost;
        if (wait > 0) {
            behindMicros = wait;
        }
        return wait;
    }

    /**
     * Takes what was found to be had in time, for a call that starts later because another limit keeps it waiting: what it
     * takes it takes when it starts, or others would start beside it.
     *
     * @param startMicros when the call starts, in microseconds from now; its own wait at least
     */
    void takeAt(long cost, long startMicros) {
        boolean later = cost > 0 && startMicros > waitMicros(cost);
        if (later) {
            owed = Math.max(owed, startMicros * rate.micro());
        }
        owed += cost;
        if (cost > 0 && startMicros > 0) {
            close = behindMicros > 0 && (close || behindMicros == startMicros);
            behindMicros = startMicros;
        }
    }

    /**
     * Gives back what was taken here. While others wait only what the last in line has: nobody starts beside them.
     *
     * @param now on the clock on which it was taken
     * @return whether something was owed
     */
    boolean give(Taken.Part part, long now) {
        if (behindMicros > 0) {
            return !close && part.startMicros() - now == behindMicros && leave(part, now);
        }
        if (owed == 0) {
            return false;
        }
        owed = Math.max(0, owed - part.bucket().cost());
        return true;
    }

    /** All is as it was before the last one came. */
    private boolean leave(Taken.Part last, long now) {
        owed = Math.max(0, owed - last.added());
        behindMicros = Math.max(0, last.beforeMicros() - now);
        return true;
    }

    /** Permits that could be taken at once. */
    long remaining() {
        return behindMicros > 0 ? 0 : Math.max(0, (rate.burst() - owed) / rate.permit());
    }
}
