package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LimitRequest.Part;
import dev.lockstitch.spi.ReactiveLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the coordinator's own methods make of limits that stand in code, and of their outcomes. */
// What becomes of the futures is seen in the events.
@SuppressWarnings("FutureReturnValueIgnored")
class InCodeLimitsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Limit LIMIT = Limit.of(5, Duration.ofMinutes(1));
    private static final LimitRequest REQUEST = LimitRequest.of("a", LIMIT);

    private final FakeCoordinator coordinator = new FakeCoordinator();
    private final CompletableFuture<LimitOutcome> answer = new CompletableFuture<>();

    private void outcome(LimitOutcome outcome) {
        coordinator.onLimitAsync = request -> CompletableFuture.completedFuture(outcome);
    }

    @Test
    void noTwoLimitsOfARequestHaveTheSameNameAndKey() {
        Part part = new Part("n", "k", LIMIT, 1, Duration.ZERO);
        Part otherKey = new Part("n", "l", LIMIT, 1, Duration.ZERO);
        Part otherName = new Part("m", "k", LIMIT, 1, Duration.ZERO);

        assertThat(LimitRequest.of(part, otherKey, otherName).limits()).containsExactly(part, otherKey, otherName);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> LimitRequest.of(otherKey, part, otherName, new Part("n", "k", LIMIT, 2, Duration.ZERO)));
    }

    @Test
    void aMonoOrFluxRunsWithItsPermitsOnEachSubscription() {
        Mono<String> mono = ReactiveLimits.mono(coordinator, REQUEST, () -> Mono.just("done"));
        Flux<String> flux = ReactiveLimits.flux(coordinator, REQUEST, () -> Flux.just("a", "b"));
        assertThat(coordinator.events).isEmpty();

        assertThat(mono.block(PATIENCE)).isEqualTo("done");
        assertThat(flux.collectList().block(PATIENCE)).containsExactly("a", "b");
        assertThat(ReactiveLimits.tryAcquire(coordinator, REQUEST).block(PATIENCE))
                .matches(RateLimitDecision::granted);

        assertThat(coordinator.limits).containsExactly(REQUEST, REQUEST, REQUEST);
    }

    @Test
    void aRejectionInCodeNamesTheKeyAndAnOutageIsToldAsOne() {
        outcome(new LimitOutcome.Decided(FakeDecision.rejected(REQUEST, 0, Duration.ofMillis(3))));
        Mono<String> mono = ReactiveLimits.mono(coordinator, REQUEST, () -> Mono.just("never"));
        Flux<String> flux = ReactiveLimits.flux(coordinator, REQUEST, () -> Flux.just("never"));

        assertThatThrownBy(() -> mono.block(PATIENCE))
                .isInstanceOf(RateLimitExceededException.class)
                .hasMessage("limit of 5 per PT1M (burst 5) is exceeded for key \"a\"; try again in 3 ms");
        assertThatThrownBy(() -> flux.blockLast(PATIENCE)).isInstanceOf(RateLimitExceededException.class);
        assertThat(ReactiveLimits.tryAcquire(coordinator, REQUEST).block(PATIENCE))
                .matches(decision -> !decision.granted());

        outcome(new LimitOutcome.Skipped());
        assertThatThrownBy(() -> mono.block(PATIENCE)).isInstanceOf(CoordinationUnavailableException.class);
    }

    @Test
    void toCancelWhatIsAskedInCodeCancelsTheRequest() {
        coordinator.onLimitAsync = request -> answer;
        assertThat(coordinator.tryAcquireAsync(REQUEST).cancel(true)).isTrue();
        assertThat(answer).isCancelled();

        CompletableFuture<LimitOutcome> other = new CompletableFuture<>();
        coordinator.onLimitAsync = request -> other;
        ReactiveLimits.tryAcquire(coordinator, REQUEST).subscribe().dispose();
        assertThat(other).isCancelled();
        assertThat(coordinator.refunded).isEmpty();
    }

    @Test
    void aGrantInCodeThatACancellationOvertookIsGivenBack() {
        CompletableFuture<LimitOutcome> completesWhenCancelled = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                complete(new LimitOutcome.Decided(FakeDecision.granted(REQUEST)));
                return false;
            }
        };
        coordinator.onLimitAsync = request -> completesWhenCancelled;

        coordinator.tryAcquireAsync(REQUEST).cancel(true);

        assertThat(coordinator.refunded).hasSize(1);
    }

    @Test
    void aDecisionThatIsTakenIsNotGivenBack() {
        List<Object> seen = new ArrayList<>();
        coordinator.tryAcquireAsync(REQUEST).thenAccept(seen::add);
        ReactiveLimits.tryAcquire(coordinator, REQUEST).subscribe(seen::add);

        assertThat(seen).hasSize(2);
        assertThat(coordinator.refunded).isEmpty();
    }
}
