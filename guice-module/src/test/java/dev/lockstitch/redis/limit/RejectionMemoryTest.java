package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.AppliedLimit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is rejected from memory, at instants that the test chooses. */
final class RejectionMemoryTest {

    private static final Limit THOUSAND_A_SECOND = new Limit(1000, Duration.ofSeconds(1), 10);
    private static final long AT = 4_000_000_000_000_000L;

    private final RejectionMemory memory = new RejectionMemory();
    private final Bucket one = bucket(1);
    private final Batch batch = new Batch(List.of(new Call(one, false)));

    @BeforeEach
    void listen() {
        memory.listening(true);
    }

    @Test
    void untilAPermitMayBeBackEveryCallIsRejectedAndToldWhen() {
        remember(one.rate().burst());
        for (int i = 0; i < 1000; i++) {
            Decision decision = Objects.requireNonNull(rejectionAfter(500, one));
            assertThat(decision.retryAfter()).isBetween(Duration.ofNanos(490_000), Duration.ofNanos(500_000));
            assertThat(decision.binding().remaining()).isZero();
        }
    }

    @Test
    void whenPermitsMayBeBackAsManyAskAsCouldBeGrantedAndTheOthersAreRejected() {
        remember(one.rate().burst());
        int asking = 0;
        for (int i = 0; i < 100; i++) {
            asking += rejectionAfter(1_100, one) == null ? 1 : 0;
        }
        // What is back after 1.1 ms, and what comes while the script is on its way.
        assertThat(asking).isEqualTo(3);
        assertThat(rejectionAfter(2_200, one)).isNull();
    }

    @Test
    void aCheaperCallIsNotHeldBackByADearerOneThatAsks() {
        remember(one.rate().burst());
        assertThat(rejectionAfter(5_100, bucket(5))).isNull();
        assertThat(rejectionAfter(5_100, bucket(5))).isNotNull();
        for (int i = 0; i < 10; i++) {
            assertThat(rejectionAfter(5_100, one)).isNull();
        }
    }

    @Test
    void nothingIsBelievedForLongerThanATenthOfASecond() {
        Limit slow = Limit.of(1, Duration.ofHours(1));
        Bucket bucket = Bucket.of(Asked.of("name", "key", slow, 1));
        Batch asked = new Batch(List.of(new Call(bucket, false)));
        memory.remember(
                LimitId.of(bucket.asked()),
                asked,
                new Batch.Outcome(AT, bucket.rate().burst(), 0, true),
                memory.forgotten(LimitId.of(bucket.asked())));
        long sent = asked.sentNanos();
        assertThat(memory.rejection(bucket, sent + RejectionMemory.BELIEVED_NANOS - 1))
                .isNotNull();
        assertThat(memory.rejection(bucket, sent + RejectionMemory.BELIEVED_NANOS))
                .isNull();
    }

    @Test
    void aCallThatCanWaitAsksAsSoonAsItsWaitWouldDo() {
        remember(one.rate().burst());
        assertThat(rejectionAfter(0, waiting(Duration.ofNanos(500_000)))).isNotNull();
        assertThat(rejectionAfter(0, waiting(Duration.ofMillis(2)))).isNull();
    }

    @Test
    void otherNumbersOtherNamesAndOtherKeysAreAskedFor() {
        remember(one.rate().burst());
        assertThat(rejectionAfter(0, Bucket.of(Asked.of("name", "key", Limit.of(5, Duration.ofSeconds(1)), 1))))
                .isNull();
        assertThat(rejectionAfter(0, Bucket.of(Asked.of("name", "other", THOUSAND_A_SECOND, 1))))
                .isNull();
        assertThat(rejectionAfter(0, Bucket.of(Asked.of("other", "key", THOUSAND_A_SECOND, 1))))
                .isNull();
    }

    @Test
    void anAnswerThatIsOlderThanARefundIsNotRemembered() {
        int before = memory.forgotten(LimitId.of(one.asked()));
        memory.forget(RejectionMemory.slot("name", "key"));
        memory.remember(LimitId.of(one.asked()), batch, full(), before);
        assertThat(rejectionAfter(0, one)).isNull();
    }

    @Test
    void aRefundAFailureAndDeafnessAreForgetting() {
        remember(one.rate().burst());
        memory.forget(RejectionMemory.slot("name", "key"));
        assertThat(rejectionAfter(0, one)).isNull();
        remember(one.rate().burst());
        memory.failed(LimitId.of(one.asked()));
        assertThat(rejectionAfter(0, one)).isNull();
        remember(one.rate().burst());
        memory.listening(false);
        assertThat(rejectionAfter(0, one)).isNull();
        remember(one.rate().burst());
        assertThat(rejectionAfter(0, one)).isNull();
    }

    @Test
    void aCallAboveTheBurstIsToldThatWaitingDoesNotHelp() {
        remember(one.rate().burst());
        Decision decision = Objects.requireNonNull(rejectionAfter(0, bucket(11)));
        assertThat(decision.retryAfter()).isEqualTo(RateLimitDecision.NEVER);
    }

    private Batch.Outcome full() {
        return new Batch.Outcome(AT, one.rate().burst(), 0, true);
    }

    private void remember(long owed) {
        LimitId id = LimitId.of(one.asked());
        memory.remember(id, batch, new Batch.Outcome(AT, owed, 0, true), memory.forgotten(id));
    }

    private @Nullable Decision rejectionAfter(long micros, Bucket bucket) {
        return memory.rejection(bucket, batch.sentNanos() + TimeUnit.MICROSECONDS.toNanos(micros));
    }

    private static Bucket bucket(long cost) {
        return Bucket.of(Asked.of("name", "key", THOUSAND_A_SECOND, cost));
    }

    private static Bucket waiting(Duration time) {
        return Bucket.of(new AppliedLimit("name", "key", THOUSAND_A_SECOND, THOUSAND_A_SECOND, 1, time, false));
    }
}
