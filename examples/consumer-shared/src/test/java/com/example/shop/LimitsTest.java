package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitExceededException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@code @RateLimited} does, through Guice and a real Redis. */
class LimitsTest extends ShopTest {

    @Test
    void aCallOverTheLimitIsAnExceptionWithTheDecision() {
        messages().sendCode("1");
        messages().sendCode("1");

        assertThatThrownBy(() -> messages().sendCode("1"))
                .isInstanceOfSatisfying(RateLimitExceededException.class, e -> assertRejected(e.decision()));
        assertThat(ledger.lines()).containsExactly("code for 1", "code for 1");
    }

    private static void assertRejected(RateLimitDecision decision) {
        assertThat(decision.granted()).isFalse();
        assertThat(decision.enforced()).isTrue();
        assertThat(decision.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofMinutes(12));
        assertThat(decision.binding().name()).isEqualTo("Messages.sendCode");
        assertThat(decision.binding().key()).isEqualTo("sms:1");
        assertThat(decision.binding().remaining()).isZero();
        assertThat(decision.binding().limit()).isEqualTo(new Limit(5, Duration.ofHours(1), 2));
    }

    @Test
    void anotherKeyHasItsOwnPermits() {
        messages().sendCode("1");
        messages().sendCode("1");

        messages().sendCode("2");

        assertThat(ledger.lines()).contains("code for 2");
    }

    @Test
    void methodsWithTheSameNameShareTheirLimit() {
        Customer customer = new Customer("7", "+491");
        messages().newsByPhone(customer);
        messages().newsByMail(customer);

        assertThatThrownBy(() -> messages().newsByPhone(customer))
                .isInstanceOf(RateLimitExceededException.class)
                .hasMessageContaining("news");
        assertThatThrownBy(() -> messages().newsByMail(customer)).isInstanceOf(RateLimitExceededException.class);
    }

    @Test
    void aCallOverTheLimitThatIsToBeSkippedDoesNothing() {
        messages().remind("1");
        messages().remind("1");

        assertThat(ledger.lines()).containsExactly("reminder for 1");
    }
}
