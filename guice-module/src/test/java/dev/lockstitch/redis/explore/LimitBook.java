package dev.lockstitch.redis.explore;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.limit.history.Grant;
import dev.lockstitch.redis.limit.history.GrantChecker;
import dev.lockstitch.redis.limit.history.Refund;
import dev.lockstitch.redis.limit.history.Verdict;
import dev.lockstitch.redis.limit.history.Withdrawal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What the callers of one history wrote down, and what follows from all of it together. Thread-safe to write. */
final class LimitBook {

    /** What a node believes of a rejection without hearing of refunds; documented. */
    private static final long BELIEVED_MICROS = 100_000;

    /** Within that time what was withdrawn, or given back without an answer, is back, if it comes back at all. */
    private static final long LATE_MICROS = 2_000_000;

    private final LimitPlan plan;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

    LimitBook(LimitPlan plan) {
        this.plan = plan;
    }

    enum What {
        GRANTED,
        REJECTED,
        /** Redis did not answer in time: it may have charged once. */
        UNAVAILABLE,
        /** Interrupted or cancelled: it may have charged, and given back. */
        WITHDRAWN
    }

    /** How a refund went. */
    enum Back {
        NOT_ASKED,
        GIVEN,
        UNKNOWN
    }

    /** One call; times in microseconds on this machine's clock, which is that of Redis. */
    record Entry(
            LimitCall call,
            What what,
            long askedMicros,
            long answeredMicros,
            @Nullable RateLimitDecision decision,
            Back back,
            long backFromMicros,
            long backToMicros) {

        Entry givenBack(Back how, long from, long to) {
            return new Entry(call, what, askedMicros, answeredMicros, decision, how, from, to);
        }

        boolean isAbout(int limit) {
            return call.limits().contains(limit);
        }
    }

    static long now() {
        return micros(Instant.now());
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    void write(Entry entry) {
        entries.add(entry);
    }

    void check(Story story) {
        for (int i = 0; i < plan.limits().size(); i++) {
            Verdict verdict = verdict(i);
            if (!verdict.holds(plan.slackMicros())) {
                story.wrong("too much under limit " + i + ": " + verdict);
            }
        }
        if (plan.slow()) {
            entries.stream()
                    .filter(entry -> entry.what == What.REJECTED)
                    .forEach(entry -> checkRejection(entry, story));
        }
    }

    private Verdict verdict(int limit) {
        List<Grant> grants = new ArrayList<>();
        List<Refund> refunds = new ArrayList<>();
        List<Withdrawal> withdrawals = new ArrayList<>();
        for (Entry entry : entries) {
            if (!entry.isAbout(limit) || entry.call.cost() == 0) {
                continue;
            }
            long cost = entry.call.cost();
            if (entry.what == What.GRANTED && entry.decision != null) {
                Limit held = limitOf(entry.decision, limit);
                grants.add(new Grant(start(entry.decision), cost, held));
                if (entry.back != Back.NOT_ASKED) {
                    long late = entry.back == Back.UNKNOWN ? LATE_MICROS : 0;
                    refunds.add(new Refund(entry.backFromMicros, entry.backToMicros + late, cost, held));
                }
            } else if (entry.what == What.WITHDRAWN
                    && cost <= plan.limits().get(limit).burst()) {
                withdrawals.add(new Withdrawal(
                        entry.askedMicros,
                        entry.answeredMicros + LATE_MICROS,
                        cost,
                        plan.limits().get(limit)));
            }
        }
        return GrantChecker.check(grants, refunds, withdrawals);
    }

    private static Limit limitOf(RateLimitDecision decision, int limit) {
        return decision.limits().stream()
                .filter(state -> state.name().equals(LimitPlan.name(limit)))
                .findFirst()
                .orElseThrow()
                .limit();
    }

    static long start(RateLimitDecision decision) {
        return micros(decision.decidedAt().plus(decision.waited()));
    }

    /** Some limit must have owed so much, at the most, that this call did not fit. */
    private void checkRejection(Entry rejected, Story story) {
        for (int limit : rejected.call.limits()) {
            long burst = plan.limits().get(limit).burst();
            if (mostOwed(limit, rejected) + rejected.call.cost() > burst) {
                return;
            }
        }
        story.wrong("rejected though there was room: " + rejected);
    }

    private long mostOwed(int limit, Entry at) {
        long owed = 0;
        for (Entry other : entries) {
            if (other.equals(at) || !other.isAbout(limit) || other.askedMicros > at.answeredMicros) {
                continue;
            }
            boolean back = other.back == Back.GIVEN && other.backToMicros < at.askedMicros - BELIEVED_MICROS;
            // Who was let ask for the last one stands in the way of others until it is told that another had it.
            boolean asking = other.what == What.REJECTED && other.answeredMicros > at.askedMicros;
            if ((other.what != What.REJECTED || asking) && !back) {
                owed += other.call.cost();
            }
        }
        return owed;
    }

    /** What Redis says was taken must be what was granted, but for what nobody can know. */
    @Nullable
    String account(int limit, long taken) {
        long least = 0;
        long most = 0;
        for (Entry entry : entries) {
            long cost = entry.isAbout(limit)
                            && entry.call.cost() <= plan.limits().get(limit).burst()
                    ? entry.call.cost()
                    : 0;
            switch (entry.what) {
                case GRANTED -> {
                    least += entry.back == Back.NOT_ASKED ? cost : 0;
                    most += entry.back == Back.GIVEN ? 0 : cost;
                }
                case UNAVAILABLE -> most += cost;
                case WITHDRAWN -> most += plan.isHealthy() ? 0 : cost;
                case REJECTED -> {}
            }
        }
        return taken >= least && taken <= most
                ? null
                : "limit " + limit + ": " + taken + " permits are taken, which should be " + least + " to " + most;
    }

    List<String> told() {
        return entries.stream().map(entry -> entry.askedMicros() + " " + entry).toList();
    }

    static Duration waited(Entry entry) {
        return Duration.ofNanos(1000 * (entry.answeredMicros - entry.askedMicros));
    }
}
