package dev.lockstitch.redis.history;

import dev.lockstitch.redis.history.Violation.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what must not be in a history. */
public final class HistoryChecker {

    /** One mistake may break a rule thousands of times. */
    private static final int MOST_TOLD = 20;

    private final History history;
    private final Rules rules;
    private final long epoch;
    private final Map<Rule, Integer> counts = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private HistoryChecker(History history, Rules rules) {
        this.history = history;
        this.rules = rules;
        this.epoch = history.beginning();
    }

    /** At most 20 violations of each rule. */
    static List<Violation> check(History history, Rules rules) {
        return new HistoryChecker(history, rules).run();
    }

    /**
     * Checks only what holds on any Redis, however faulty the way to it: who excludes whom, and the fencing tokens.
     *
     * @param records every request
     * @return what must not be
     */
    public static List<String> checkExclusion(List<LockRecord> records) {
        HistoryChecker checker =
                new HistoryChecker(History.of(records), new Rules(Duration.ofDays(1), Duration.ZERO, Optional.empty()));
        checker.checkHolds();
        return checker.violations.stream().map(Violation::toString).toList();
    }

    private void checkHolds() {
        history.holdsByKey().forEach((key, holds) -> {
            checkOverlaps(key, holds.stream().filter(LockRecord::isProtected).toList());
            new TokenCheck(holds, (one, other) -> tell(Rule.TOKEN, key, one, other)).run();
        });
    }

    private List<Violation> run() {
        checkHolds();
        rules.overtaking()
                .ifPresent(tolerance -> history.requestsByKey()
                        .forEach((key, requests) -> checkOrder(key, requests, tolerance.toNanos())));
        history.records().forEach(this::checkAnswer);
        history.records().forEach(this::checkWait);
        history.harms().forEach(this::checkProgress);
        return List.copyOf(violations);
    }

    /** In order of their beginning: each against the one before that ends last and excludes it. */
    private void checkOverlaps(String key, List<LockRecord> holds) {
        LockRecord last = null;
        LockRecord lastExclusive = null;
        for (LockRecord hold : holds) {
            LockRecord before = hold.isExclusive() ? last : lastExclusive;
            if (before != null && before.heldUntil() > hold.answered()) {
                tell(Rule.OVERLAP, key, before, hold);
            }
            last = laterOf(last, hold);
            lastExclusive = hold.isExclusive() ? laterOf(lastExclusive, hold) : lastExclusive;
        }
    }

    private static LockRecord laterOf(@Nullable LockRecord one, LockRecord other) {
        return one == null || other.heldUntil() > one.heldUntil() ? other : one;
    }

    /** From the last to the first: of those who were answered later nobody may have asked much earlier. */
    private void checkOrder(String key, List<LockRecord> requests, long tolerance) {
        LockRecord earliest = null;
        for (int i = requests.size() - 1; i >= 0; i--) {
            LockRecord request = requests.get(i);
            if (earliest != null && request.isGranted() && earliest.asked() + tolerance < request.asked()) {
                tell(Rule.ORDER, key, request, earliest);
            }
            earliest = earliest == null || request.asked() < earliest.asked() ? request : earliest;
        }
    }

    /** On a healthy Redis, with more patience than the longest wait, every request is granted and given back. */
    private void checkAnswer(LockRecord record) {
        boolean wrong = record.outcome() == LockRecord.Outcome.CONTENDED
                || record.outcome() == LockRecord.Outcome.UNGUARDED
                || record.ending() == LockRecord.Ending.OPEN;
        if (wrong) {
            tell(Rule.ANSWER, record.shown(epoch));
        }
    }

    private void checkWait(LockRecord record) {
        long reach = rules.perHarm().toNanos();
        long harms = history.harms().stream()
                .filter(harm -> harm >= record.asked() - reach && harm <= record.answered())
                .count();
        if (record.waitedNanos() > rules.longestWait().toNanos() + harms * reach) {
            tell(
                    Rule.WAIT,
                    "more than " + rules.longestWait() + " and " + harms + " harms, while " + holdsBegunDuring(record)
                            + " others came in: " + record.shown(epoch));
        }
    }

    /** Tells a standstill from being overtaken. */
    private long holdsBegunDuring(LockRecord record) {
        return history.records().stream()
                .filter(other ->
                        other.isGranted() && other.answered() > record.asked() && other.answered() < record.answered())
                .count();
    }

    /** Somebody gets a lock again soon after a JVM was harmed, unless the history ends before. */
    private void checkProgress(long harm) {
        long until = harm + rules.perHarm().plus(rules.longestWait()).toNanos();
        boolean progress = history.records().stream()
                .anyMatch(record -> record.isGranted() && record.answered() > harm && record.answered() <= until);
        if (!progress && history.end() > until) {
            tell(Rule.PROGRESS, "nobody got a lock for long after the harm at " + (harm - epoch) / 1e6);
        }
    }

    private void tell(Rule rule, String key, LockRecord one, LockRecord other) {
        tell(rule, key + ": " + one.shown(epoch) + " and " + other.shown(epoch));
    }

    private void tell(Rule rule, String text) {
        if (counts.merge(rule, 1, Integer::sum) <= MOST_TOLD) {
            violations.add(new Violation(rule, text));
        }
    }
}
