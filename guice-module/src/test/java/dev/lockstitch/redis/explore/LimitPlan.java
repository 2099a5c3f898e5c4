package dev.lockstitch.redis.explore;

import dev.lockstitch.Limit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitOverrides;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.Faults;
import dev.lockstitch.redis.testing.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a history of limits is made of.
 *
 * @param kind what happens to the way to Redis
 * @param prefix of all its keys
 * @param nodes how many nodes
 * @param callers how many callers, spread over them
 * @param calls how many calls each of them makes
 * @param limits what is asked, one or several of them by each call
 * @param slow whether so little comes back in time that every permit can be accounted for
 * @param waits whether calls wait for their permits
 * @param other what holds instead of the first limit half the time; itself when nothing does
 * @param budget the decision budget
 */
record LimitPlan(
        LockPlan.Kind kind,
        String prefix,
        int nodes,
        int callers,
        int calls,
        List<Limit> limits,
        boolean slow,
        boolean waits,
        Limit other,
        Duration budget) {

    static final Duration PHASE = Duration.ofMillis(60);
    private static final Duration HOUR = Duration.ofHours(1);

    static LimitPlan of(long seed, Luck luck) {
        int draw = luck.between(1, 100);
        LockPlan.Kind kind =
                draw <= 20 ? LockPlan.Kind.HEALTHY : draw <= 80 ? LockPlan.Kind.FAULTS : LockPlan.Kind.OUTAGES;
        boolean slow = luck.percent(60);
        int count = luck.percent(70) ? 1 : luck.between(2, 3);
        List<Limit> limits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            limits.add(limit(slow, luck));
        }
        Limit first = limits.get(0);
        boolean changes = !slow && luck.percent(25);
        return new LimitPlan(
                kind,
                "y" + Long.toHexString(seed) + "-" + Long.toHexString(System.nanoTime() & 0xffffff),
                luck.between(1, 3),
                luck.between(2, 6),
                luck.between(3, 12),
                List.copyOf(limits),
                slow,
                !slow && luck.percent(50),
                // Of the same speed, as seen from the burst: else the servers are of different opinion for a moment.
                changes ? new Limit(2 * first.permits(), first.period(), 2 * first.burst()) : first,
                kind == LockPlan.Kind.HEALTHY ? Duration.ofSeconds(10) : luck.millis(15, 60));
    }

    private static Limit limit(boolean slow, Luck luck) {
        if (slow) {
            return new Limit(luck.between(1, 20), HOUR, luck.between(3, 40));
        }
        return new Limit(luck.between(20, 1000), Duration.ofSeconds(1), luck.between(1, 20));
    }

    boolean isHealthy() {
        return kind == LockPlan.Kind.HEALTHY;
    }

    boolean isChanging() {
        return !other.equals(limits.get(0));
    }

    /** How far each start may be off: as the histories of several JVMs have it. */
    long slackMicros() {
        return isChanging() ? 500 : waits ? 1 : 0;
    }

    long mostBeside() {
        return budget.toNanos() * (isHealthy() ? 0 : 10) + Duration.ofSeconds(3).toNanos();
    }

    Faults faults(Luck luck) {
        return switch (kind) {
            case HEALTHY -> Faults.NONE;
            case FAULTS -> luck.faults();
            default -> luck.percent(40) ? luck.faults() : Faults.NONE;
        };
    }

    static String name(int limit) {
        return "l" + limit;
    }

    static String key(int limit) {
        return limit == 2 ? "b" : "a";
    }

    String redisKey(int limit) {
        return prefix + ":limit:{" + key(limit) + "}:" + name(limit);
    }

    /** The first limit changes time and again. */
    RateLimitOverrides overrides() {
        long from = System.nanoTime();
        return (name, key) -> {
            boolean changed = (System.nanoTime() - from) / PHASE.toNanos() % 2 == 1;
            return isChanging() && changed && name.equals(name(0))
                    ? Optional.of(RateLimitOverrides.Change.to(other))
                    : Optional.empty();
        };
    }

    /** Of a node that takes a busy machine for no outage. */
    CoordinatorSettings patient() {
        return settings(Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    CoordinatorSettings settings() {
        return settings(budget, Duration.ofSeconds(isHealthy() ? 30 : 2));
    }

    private CoordinatorSettings settings(Duration decisionBudget, Duration startBudget) {
        return Settings.but()
                .keyPrefix(prefix)
                .onUnavailable(OnUnavailable.FAIL)
                .decisionBudget(decisionBudget)
                .startBudget(startBudget)
                .build();
    }
}
