package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DecisionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");

    @Test
    void anUnenforcedDecisionIsGrantedAndHasNoStates() {
        RateLimitDecision decision = RateLimiter.unenforced(NOW);
        assertThat(decision.granted()).isTrue();
        assertThat(decision.enforced()).isFalse();
        assertThat(decision.retryAfter()).isZero();
        assertThat(decision.limits()).isEmpty();
        assertThat(decision.decidedAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00.123456Z"));
        assertThatThrownBy(decision::binding)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("enforced()");
    }

    @Test
    void ofAGrantTheSmallestShareLeftBindsAndTheFirstOfEquals() {
        List<Bucket> buckets = List.of(bucket("tenths", 10, 0), bucket("halves", 2, 0), bucket("also", 4, 0));
        assertThat(SeveralReply.decision("1 1700000000000000 400000 0 1000000 0 2000000 0", buckets)
                        .binding()
                        .name())
                .isEqualTo("halves");
        assertThat(SeveralReply.decision("1 1700000000000000 0 0 0 0 0 0", buckets)
                        .binding()
                        .name())
                .isEqualTo("tenths");
    }

    @Test
    void ofARejectionTheLongestWaitBindsAndACallThatIsNeverGrantedWaitsLongest() {
        List<Bucket> buckets = List.of(bucket("passes", 2, 1), bucket("short", 2, 1), bucket("long", 3, 1));
        Decision decision = SeveralReply.decision("0 1700000000000000 0 0 1900000 0 2500000 0", buckets);
        assertThat(decision.binding().name()).isEqualTo("short");
        assertThat(decision.states().get(0).retryAfter()).isZero();
        assertThat(decision.retryAfter()).isEqualTo(Duration.ofMillis(900));
        assertThat(SeveralReply.decision("0 1700000000000000 0 0 1900000 0 3000000 0", buckets)
                        .binding()
                        .name())
                .isEqualTo("long");
        Bucket never = bucket("never", 1, 2);
        Decision hopeless = SeveralReply.decision("0 1700000000000000 1000000 0 0 0", List.of(buckets.get(0), never));
        assertThat(hopeless.binding().name()).isEqualTo("never");
        assertThat(hopeless.retryAfter()).isEqualTo(RateLimitDecision.NEVER);
    }

    @Test
    void aReplyOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> SeveralReply.decision("1 1700000000000000", List.of(bucket("a", 1, 1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gcra.lua");
    }

    private static Bucket bucket(String name, long burst, long cost) {
        return Bucket.of(Asked.of(name, "key", new Limit(1, Duration.ofSeconds(1), burst), cost));
    }
}
