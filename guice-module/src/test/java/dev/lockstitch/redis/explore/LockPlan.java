package dev.lockstitch.redis.explore;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.Faults;
import dev.lockstitch.redis.testing.Settings;
import java.time.Duration;

/**
 * What a history of locks is made of.
 *
 * @param kind what happens to Redis and the way there
 * @param prefix of all its keys
 * @param nodes how many nodes
 * @param callers how many callers, spread over them
 * @param calls how many calls each of them makes
 * @param keys how many keys
 * @param lease of locks that are renewed
 * @param budget the decision budget
 * @param allFair whether first come is first served for all
 */
record LockPlan(
        Kind kind,
        String prefix,
        int nodes,
        int callers,
        int calls,
        int keys,
        Duration lease,
        Duration budget,
        boolean allFair,
        boolean onlyExclusive) {

    enum Kind {
        /** Nothing goes wrong. */
        HEALTHY,
        /** The way to Redis is bad. */
        FAULTS,
        /** The way is bad and is cut now and then. */
        OUTAGES,
        /** Keys are deleted in Redis. */
        LOSSES
    }

    static final Duration LONG = Duration.ofSeconds(60);

    static LockPlan of(long seed, Luck luck) {
        int draw = luck.between(1, 100);
        Kind kind = draw <= 12 ? Kind.HEALTHY : draw <= 70 ? Kind.FAULTS : draw <= 85 ? Kind.OUTAGES : Kind.LOSSES;
        boolean healthy = kind == Kind.HEALTHY;
        int nodes = luck.between(1, 3);
        return new LockPlan(
                kind,
                "x" + Long.toHexString(seed) + "-" + Long.toHexString(System.nanoTime() & 0xffffff),
                nodes,
                luck.between(2, 6),
                luck.between(2, 6),
                luck.oneOf(1, 1, 1, 2, 3),
                healthy ? Duration.ofSeconds(30) : luck.oneOf(Duration.ofSeconds(30), luck.millis(120, 400)),
                healthy ? Duration.ofSeconds(10) : luck.millis(15, 60),
                luck.percent(15),
                luck.percent(50));
    }

    boolean isHealthy() {
        return kind == Kind.HEALTHY;
    }

    /** What a call may take beside the time for which it waits. */
    long mostBeside(int ofKeys) {
        return budget.toNanos() * (isHealthy() ? 0 : 10L * ofKeys)
                + Duration.ofSeconds(3).toNanos();
    }

    Faults faults(Luck luck) {
        return switch (kind) {
            case HEALTHY -> Faults.NONE;
            case FAULTS -> luck.faults();
            case OUTAGES, LOSSES -> luck.percent(40) ? luck.faults() : Faults.NONE;
        };
    }

    CoordinatorSettings settings() {
        return Settings.but()
                .keyPrefix(prefix)
                .onUnavailable(OnUnavailable.FAIL)
                .decisionBudget(budget)
                .startBudget(Duration.ofSeconds(isHealthy() ? 30 : 2))
                .lockLease(lease)
                .build();
    }
}
