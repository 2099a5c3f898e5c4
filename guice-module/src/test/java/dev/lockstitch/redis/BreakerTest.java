package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.Failure.Kind;
import dev.lockstitch.redis.testing.Logged;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Failure DOWN = new Failure(Kind.UNAVAILABLE, "down", "");
    private static final Failure REFUSED = new Failure(Kind.MISCONFIGURED, "refused", "mend it");

    private final List<String> told = new ArrayList<>();
    private final Breaker breaker = listened(new Breaker(TimeUnit.SECONDS.toNanos(60)));

    private Breaker listened(Breaker made) {
        made.listen(new Breaker.Listener() {
            @Override
            public void opened(Failure failure) {
                told.add(failure.reason());
            }

            @Override
            public void closed() {
                told.add("closed");
            }
        });
        return made;
    }

    @Test
    void aClosedBreakerLetsCallsThroughAndAFailureOpensItOnce() throws InterruptedException {
        breaker.succeeded();
        assertThat(breaker.refusal()).isNull();
        breaker.failed(DOWN, breaker.epoch());
        breaker.failed(DOWN, breaker.epoch());
        breaker.probeFailed(DOWN);

        assertThat(breaker.refusal()).isEqualTo(DOWN);
        assertThat(breaker.isClosed()).isFalse();
        assertThat(told).containsExactly("closed", "down");
    }

    @Test
    void theStartBudgetCountsFromWhenConnectingBegins() throws InterruptedException {
        long budget = TimeUnit.MILLISECONDS.toNanos(200);
        long made = System.nanoTime();
        Breaker starting = new Breaker(budget);
        await().until(() -> System.nanoTime() - made > budget);
        starting.begin();
        long begun = System.nanoTime();

        assertThat(starting.refusal()).isNotNull();
        assertThat(System.nanoTime() - begun).isGreaterThan(budget / 2);
    }

    @Test
    void whoFailsAtHearingItKeepsItFromNobody() {
        Breaker deaf = new Breaker(0);
        deaf.listen(new Breaker.Listener() {
            @Override
            public void opened(Failure failure) {
                throw new IllegalStateException("planned");
            }

            @Override
            public void closed() {
                throw new IllegalStateException("planned");
            }
        });
        listened(deaf);
        try (Logged logged = new Logged()) {
            deaf.succeeded();
            deaf.failed(DOWN, deaf.epoch());
            deaf.shut();
            assertThat(told).containsExactly("closed", "down", Failure.CLOSED.reason());
            assertThat(logged.errors()).hasSize(3);
        }
    }

    @Test
    void connectionsOfOurOwnThatAreAllTakenAreNoOutage() {
        breaker.probeFailed(Failures.saturated());
        assertThat(breaker.isStarting()).isTrue();
        breaker.succeeded();
        breaker.failed(DOWN, breaker.epoch());
        breaker.probeFailed(Failures.saturated());
        assertThat(breaker.refusalNow()).isEqualTo(DOWN);
    }

    @Test
    void anotherKindOfFailureIsNews() {
        breaker.succeeded();
        breaker.failed(DOWN, breaker.epoch());
        breaker.probeFailed(REFUSED);

        assertThat(breaker.refusalNow()).isEqualTo(REFUSED);
        assertThat(told).containsExactly("closed", "down", "refused");
    }

    @Test
    void aFailureFromBeforeARecoveryDoesNotOpenItAgain() {
        breaker.succeeded();
        int sent = breaker.epoch();
        breaker.failed(DOWN, sent);
        breaker.succeeded();
        breaker.failed(DOWN, sent);
        assertThat(breaker.isClosed()).isTrue();

        breaker.failed(DOWN, breaker.epoch());
        assertThat(breaker.isClosed()).isFalse();
    }

    @Test
    void successOfAClosedBreakerIsNoRecovery() {
        breaker.succeeded();
        int sent = breaker.epoch();
        breaker.succeeded();
        breaker.failed(DOWN, sent);
        assertThat(breaker.isClosed()).isFalse();
        assertThat(told).containsExactly("closed", "down");
    }

    @Test
    void whatConcernsOneCallAloneDoesNotOpenIt() {
        breaker.succeeded();
        breaker.failed(Failures.saturated(), breaker.epoch());
        breaker.failed(new Failure(Kind.FOREIGN_VALUE, "foreign", ""), breaker.epoch());
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void aFailedProbeDoesNotOpenAClosedBreaker() {
        breaker.succeeded();
        breaker.probeFailed(DOWN);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void theFirstCallsWaitForTheFirstVerdict() throws Exception {
        assertThat(breaker.isStarting()).isTrue();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(this::isLetThrough);
        assertThat(breaker.refusalNow()).isNotNull();
        assertThat(waiting).isNotDone();
        breaker.succeeded();
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();

        Breaker refused = new Breaker(TimeUnit.SECONDS.toNanos(60));
        refused.probeFailed(REFUSED);
        assertThat(refused.isStarting()).isFalse();
        assertThat(refused.refusal()).isEqualTo(REFUSED);
    }

    private boolean isLetThrough() {
        try {
            return breaker.refusal() == null;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void afterTheStartBudgetCallsWaitNoLongerAndAreToldWhy() throws InterruptedException {
        Breaker brief = listened(new Breaker(TimeUnit.MILLISECONDS.toNanos(20)));
        Failure why = brief.refusal();
        assertThat(why).isNotNull().extracting(Failure::reason).isEqualTo("there was no contact with Redis yet");
        assertThat(brief.isStarting()).isFalse();
        assertThat(brief.refusal()).isEqualTo(why);
        assertThat(told).containsExactly("there was no contact with Redis yet");
    }

    @Test
    void aShutBreakerStaysShut() throws InterruptedException {
        breaker.shut();
        breaker.succeeded();
        breaker.failed(DOWN, breaker.epoch());
        breaker.probeFailed(DOWN);

        assertThat(breaker.isShut()).isTrue();
        assertThat(breaker.isClosed()).isFalse();
        assertThat(breaker.refusal()).isNotNull().extracting(Failure::kind).isEqualTo(Kind.CLOSED);
        assertThat(told).containsExactly("this coordinator was closed");
    }
}
