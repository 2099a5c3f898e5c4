package dev.lockstitch.redis.limit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must not be is planted in a history that uses its limit to the last permit: each is found. */
final class GrantCheckerTest {

    private static final Limit LIMIT = new Limit(1000, Duration.ofSeconds(1), 10);
    private static final Limit THIRD = new Limit(300, Duration.ofSeconds(1), 3);
    private static final long START = 1_700_000_000_000_000L;

    /** A burst, then a permit each millisecond. */
    private static List<Grant> full(int grants) {
        List<Grant> all = new ArrayList<>();
        for (int i = 0; i < grants; i++) {
            all.add(grant(1000L * Math.max(0, i - 9)));
        }
        return all;
    }

    private static Grant grant(long micros) {
        return new Grant(START + micros, 1, LIMIT);
    }

    private static Verdict check(List<Grant> grants, Refund... refunds) {
        return GrantChecker.check(grants, List.of(refunds));
    }

    @Test
    void allThatTheLimitAllowsIsNotTooMuch() {
        Verdict verdict = check(full(200));
        assertThat(verdict.level()).isZero();
        assertThat(verdict.holds(0)).isTrue();
        assertThat(verdict.granted()).isEqualTo(verdict.possible());
        assertThat(verdict.reaches(100)).isTrue();
    }

    @Test
    void oneGrantMoreIsFoundWhereverItIs() {
        for (int at = 0; at < 190; at++) {
            List<Grant> grants = full(200);
            grants.add(grant(1000L * at + 500));
            assertThat(check(grants).holds(1)).as("after %d ms", at).isFalse();
        }
    }

    @Test
    void aGrantThatIsMicrosecondsEarlyIsFound() {
        for (int at = 10; at < 200; at++) {
            List<Grant> grants = full(200);
            grants.set(at, grant(grants.get(at).startMicros() - START - 1));
            assertThat(check(grants).holds(0)).isFalse();
            grants.set(at, grant(grants.get(at).startMicros() - START - 1));
            assertThat(check(grants).holds(1)).isFalse();
        }
    }

    @Test
    void theWorstWindowIsNamed() {
        List<Grant> grants = full(200);
        grants.add(new Grant(START + 50_000, 7, LIMIT));
        Verdict verdict = check(grants);
        assertThat(verdict.fromMicros()).isEqualTo(START);
        assertThat(verdict.toMicros()).isBetween(START + 50_000, START + 190_000);
        assertThat(verdict).hasToString(verdict.toString()).asString().contains("7000.000 µs TOO MUCH");
    }

    @Test
    void aPauseGivesOneBurstAndNoMore() {
        List<Grant> grants = full(20);
        for (int i = 0; i < 10; i++) {
            grants.add(grant(5_000_000));
        }
        assertThat(check(grants).holds(0)).isTrue();
        grants.add(grant(5_000_000));
        assertThat(check(grants).holds(1)).isFalse();
    }

    @Test
    void whatIsGivenBackCanBeGrantedOnce() {
        List<Grant> grants = full(200);
        grants.add(grant(50_500));
        Refund refund = Refund.at(START + 50_400, 1, LIMIT);
        assertThat(check(grants, refund).holds(0)).isTrue();
        grants.add(grant(50_600));
        assertThat(check(grants, refund).holds(1)).as("given back twice").isFalse();
    }

    @Test
    void whatIsGivenBackLaterCannotBeGrantedBefore() {
        List<Grant> grants = full(200);
        grants.add(grant(50_500));
        assertThat(check(grants, Refund.at(START + 50_501, 1, LIMIT)).holds(0)).isFalse();
        assertThat(check(grants, new Refund(START + 50_400, START + 50_501, 1, LIMIT))
                        .holds(0))
                .isTrue();
        assertThat(check(grants, new Refund(START + 50_501, START + 90_000, 1, LIMIT))
                        .holds(0))
                .isFalse();
    }

    @Test
    void nothingIsGivenBackAboveTheBurst() {
        List<Grant> grants = new ArrayList<>(List.of(grant(0)));
        for (int i = 0; i < 10; i++) {
            grants.add(grant(100_000));
        }
        Refund refund = Refund.at(START + 50_000, 1, LIMIT);
        assertThat(check(grants, refund).holds(0)).isTrue();
        grants.add(grant(100_000));
        assertThat(check(grants, refund).holds(1)).isFalse();
    }

    /** It took a permit of a full bucket, which came back by itself, and then was given back as well. */
    @Test
    void aCallThatWasWithdrawnBringsWhatWouldHaveRunOver() {
        List<Grant> grants = new ArrayList<>(List.of(grant(0)));
        for (int i = 0; i < 11; i++) {
            grants.add(grant(5000));
        }
        Withdrawal gone = new Withdrawal(START + 2000, START + 9000, 1, LIMIT);
        assertThat(check(grants).holds(1)).isFalse();
        assertThat(GrantChecker.check(grants, List.of(), List.of(gone)).holds(0))
                .isTrue();
        grants.add(grant(5000));
        assertThat(GrantChecker.check(grants, List.of(), List.of(gone)).holds(1))
                .isFalse();
    }

    @Test
    void aCallThatWasWithdrawnBringsNothingToABucketThatIsNeverFull() {
        List<Grant> grants = full(200);
        Withdrawal gone = new Withdrawal(START + 500, START + 90_000, 5, LIMIT);
        assertThat(GrantChecker.check(grants, List.of(), List.of(gone)).level()).isZero();
        grants.add(grant(50_500));
        assertThat(GrantChecker.check(grants, List.of(), List.of(gone)).holds(1))
                .isFalse();
    }

    @Test
    void aChangeOfTheLimitKeepsTheShareThatIsSpent() {
        List<Grant> grants = full(110);
        for (int i = 1; i <= 30; i++) {
            grants.add(new Grant(START + 100_000 + (10_000L * i + 2) / 3, 1, THIRD));
        }
        assertThat(check(grants).holds(0)).isTrue();
        assertThat(check(grants).reaches(99)).isTrue();
        for (Limit limit : List.of(LIMIT, THIRD)) {
            List<Grant> more = new ArrayList<>(grants);
            more.add(new Grant(START + 100_000, 1, limit));
            assertThat(check(more).holds(1))
                    .as("at the change, under %s", limit)
                    .isFalse();
        }
    }

    @Test
    void tooLittleIsSeen() {
        List<Grant> grants = full(200);
        grants.subList(60, 65).clear();
        assertThat(check(grants).reaches(98)).isFalse();
        assertThat(check(grants).reaches(97)).isTrue();
    }

    @Test
    void whatCannotBeCountedExactlyIsRefused() {
        List<Grant> grants = List.of(new Grant(START, Long.MAX_VALUE / 2, LIMIT));
        assertThatThrownBy(() -> check(grants)).isInstanceOf(ArithmeticException.class);
    }
}
