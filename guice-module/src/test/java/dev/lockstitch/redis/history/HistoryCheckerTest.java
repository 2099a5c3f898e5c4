package dev.lockstitch.redis.history;

import static dev.lockstitch.LockMode.EXCLUSIVE;
import static dev.lockstitch.LockMode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.LockMode;
import dev.lockstitch.redis.history.LockRecord.Ending;
import dev.lockstitch.redis.history.LockRecord.Outcome;
import dev.lockstitch.redis.history.Violation.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each rule against a planted violation, and against what is just allowed. */
final class HistoryCheckerTest {

    private static final Rules RULES = new Rules(Duration.ofNanos(100), Duration.ofNanos(50), Optional.empty());
    private static final Rules FAIR = RULES.firstComeFirstServed(Duration.ofNanos(10));

    @Test
    void holdsOneAfterTheOtherAreClean() {
        assertThat(check(hold(10, 20, 1), hold(20, 30, 2), hold(31, 40, 3))).isEmpty();
    }

    @Test
    void twoExclusiveHoldsMustNotOverlap() {
        assertThat(check(hold(10, 21, 1), hold(20, 30, 2))).containsExactly(Rule.OVERLAP);
    }

    @Test
    void aLongHoldOverlapsEvenTheNextButOne() {
        assertThat(check(hold(10, 100, 1), hold(20, 30, 2), hold(40, 50, 3))).contains(Rule.OVERLAP);
        assertThat(check(hold(SHARED, 10, 100, 1), hold(SHARED, 20, 30, 2), hold(EXCLUSIVE, 40, 50, 3)))
                .containsExactly(Rule.OVERLAP);
        assertThat(check(hold(EXCLUSIVE, 10, 100, 1), hold(SHARED, 120, 130, 2), hold(SHARED, 90, 140, 3)))
                .containsExactly(Rule.OVERLAP);
    }

    @Test
    void readersOverlapButNotWithAWriter() {
        assertThat(check(hold(SHARED, 10, 30, 1), hold(SHARED, 20, 40, 2), hold(EXCLUSIVE, 40, 50, 3)))
                .isEmpty();
        assertThat(check(hold(SHARED, 10, 30, 1), hold(EXCLUSIVE, 29, 50, 2))).containsExactly(Rule.OVERLAP);
        assertThat(check(hold(EXCLUSIVE, 10, 30, 1), hold(SHARED, 29, 50, 2))).containsExactly(Rule.OVERLAP);
    }

    @Test
    void severalKeysExcludeInEachOfThem() {
        LockRecord both = hold(List.of("a", "b"), EXCLUSIVE, 10, 20, 1);
        assertThat(check(both, hold(List.of("c"), EXCLUSIVE, 10, 20, 2))).isEmpty();
        assertThat(check(both, hold(List.of("c", "b"), EXCLUSIVE, 19, 30, 2))).containsExactly(Rule.OVERLAP);
    }

    @Test
    void aLostLockExcludesNobodyAfterItsLoss() {
        LockRecord lost = hold(10, 15, 1).ended(15, Ending.LOST);
        assertThat(check(lost, hold(15, 30, 2))).isEmpty();
        assertThat(check(lost, hold(14, 30, 2))).containsExactly(Rule.OVERLAP);
    }

    @Test
    void aKilledHolderExcludesOthersUntilItsDeath() {
        LockRecord killed = hold(10, 15, 1).ended(25, Ending.KILLED);
        assertThat(check(killed, hold(24, 30, 2))).containsExactly(Rule.OVERLAP);
        assertThat(check(killed, hold(25, 30, 2))).isEmpty();
    }

    @Test
    void tokensIncreaseInTheOrderOfTheHolds() {
        assertThat(check(hold(10, 20, 2), hold(20, 30, 1))).containsExactly(Rule.TOKEN);
        assertThat(check(hold(10, 20, 5), hold(20, 30, 6), hold(30, 40, 4))).containsExactly(Rule.TOKEN);
        assertThat(check(hold(10, 20, 1), hold(20, 30, 1))).contains(Rule.TOKEN);
    }

    @Test
    void tokensOfReadersAreDistinctAndInOrderWithTheWriters() {
        assertThat(check(hold(SHARED, 10, 30, 2), hold(SHARED, 20, 40, 1))).isEmpty();
        assertThat(check(hold(SHARED, 10, 30, 1), hold(SHARED, 20, 40, 1))).containsExactly(Rule.TOKEN);
        assertThat(check(hold(SHARED, 10, 30, 3), hold(SHARED, 20, 60, 1), hold(SHARED, 40, 50, 2)))
                .containsExactly(Rule.TOKEN);
        assertThat(check(hold(SHARED, 10, 30, 3), hold(EXCLUSIVE, 40, 50, 2))).containsExactly(Rule.TOKEN);
    }

    @Test
    void aReaderMayNoticeItsLockWhenAnotherThatCameAfterItIsDone() {
        LockRecord quick = hold(SHARED, 20, 30, 2);
        LockRecord slow = LockRecord.asked("n", 1, List.of("a"), SHARED, 29)
                .granted(40, 1)
                .ended(50, Ending.RELEASED);
        LockRecord later = LockRecord.asked("n", 1, List.of("a"), SHARED, 30)
                .granted(40, 1)
                .ended(50, Ending.RELEASED);
        assertThat(check(quick, slow)).isEmpty();
        assertThat(check(quick, later)).containsExactly(Rule.TOKEN);
    }

    @Test
    void aLockLostBeforeItsHolderLookedHasADistinctTokenAndNoOrder() {
        LockRecord lost = hold(40, 40, 1).ended(40, Ending.LOST);
        assertThat(check(hold(10, 20, 2), lost)).isEmpty();
        assertThat(check(hold(10, 20, 1), lost)).containsExactly(Rule.TOKEN);
    }

    @Test
    void nobodyWaitsLongerThanTheBound() {
        assertThat(check(asked(10).granted(110, 1).ended(120, Ending.RELEASED))).isEmpty();
        assertThat(check(asked(10).granted(111, 1).ended(120, Ending.RELEASED))).containsExactly(Rule.WAIT);
    }

    @Test
    void whoNeverGotAnAnswerStarvedUnlessKilledBefore() {
        assertThat(check(asked(10).cutOff(50, Ending.KILLED))).isEmpty();
        assertThat(check(asked(10).cutOff(111, Ending.KILLED))).containsExactly(Rule.WAIT);
        assertThat(check(asked(10).cutOff(50, Ending.OPEN))).containsExactly(Rule.ANSWER);
    }

    @Test
    void aHarmMayAddToTheWaitsThatItMeets() {
        LockRecord slow = asked(10).granted(160, 1).ended(170, Ending.RELEASED);
        assertThat(check(slow)).containsExactly(Rule.WAIT);
        assertThat(check(new History(List.of(slow), List.of(100L), Duration.ZERO), RULES))
                .isEmpty();
        assertThat(check(new History(List.of(slow), List.of(161L), Duration.ZERO), RULES))
                .containsExactly(Rule.WAIT);
    }

    @Test
    void afterAHarmItGoesOnInTime() {
        LockRecord before = hold(10, 20, 1);
        assertThat(check(new History(List.of(before, hold(180, 190, 2)), List.of(30L), Duration.ZERO), RULES))
                .isEmpty();
        assertThat(check(new History(List.of(before, hold(181, 190, 2)), List.of(30L), Duration.ZERO), RULES))
                .containsExactly(Rule.PROGRESS);
    }

    @Test
    void nobodyGivesUpOrGoesUnguardedOrForgetsToGiveBack() {
        assertThat(check(asked(10).refused(20, Outcome.CONTENDED))).containsExactly(Rule.ANSWER);
        assertThat(check(asked(10).refused(20, Outcome.UNGUARDED))).containsExactly(Rule.ANSWER);
        assertThat(check(asked(10).granted(20, 1).cutOff(30, Ending.OPEN))).containsExactly(Rule.ANSWER);
    }

    @Test
    void whereFirstComeIsFirstServedNobodyOvertakesByMoreThanTheTolerance() {
        LockRecord early = asked(10).granted(50, 2).ended(60, Ending.RELEASED);
        LockRecord justAllowed = asked(20).granted(40, 1).ended(50, Ending.RELEASED);
        LockRecord tooEarly = asked(21).granted(40, 1).ended(50, Ending.RELEASED);
        assertThat(check(History.of(List.of(early, justAllowed)), FAIR)).isEmpty();
        assertThat(check(History.of(List.of(early, tooEarly)), FAIR)).containsExactly(Rule.ORDER);
        assertThat(check(early, tooEarly)).as("where it is not").isEmpty();
        assertThat(check(History.of(List.of(asked(10).cutOff(90, Ending.KILLED), tooEarly)), FAIR))
                .as("who waits still was overtaken as well")
                .containsExactly(Rule.ORDER);
    }

    @Test
    void aMistakeThatBreaksARuleAThousandTimesIsToldTwenty() {
        List<LockRecord> many =
                LongStream.range(0, 1000).mapToObj(i -> hold(10, 20, i)).toList();
        assertThat(HistoryChecker.check(History.of(many), RULES)).hasSize(20);
    }

    private static List<Rule> check(LockRecord... records) {
        return check(History.of(List.of(records)), RULES);
    }

    private static List<Rule> check(History history, Rules rules) {
        return HistoryChecker.check(history, rules).stream()
                .map(Violation::rule)
                .toList();
    }

    private static LockRecord hold(long from, long until, long token) {
        return hold(EXCLUSIVE, from, until, token);
    }

    private static LockRecord hold(LockMode mode, long from, long until, long token) {
        return hold(List.of("a"), mode, from, until, token);
    }

    private static LockRecord hold(List<String> keys, LockMode mode, long from, long until, long token) {
        return LockRecord.asked("n", 1, keys, mode, from).granted(from, token).ended(until, Ending.RELEASED);
    }

    private static LockRecord asked(long at) {
        return LockRecord.asked("n", 1, List.of("a"), EXCLUSIVE, at);
    }
}
