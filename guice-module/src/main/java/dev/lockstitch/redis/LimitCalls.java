package dev.lockstitch.redis;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What becomes of a call under limits, Redis or not. Thread-safe. */
// What is chained here ends in the result: no failure is lost.
@SuppressWarnings("FutureReturnValueIgnored")
final class LimitCalls {

    private final RedisConnection connection;
    private final Limits limits;
    private final LimitTerms terms;
    private final OnUnavailable policy;
    private final Executor executor;
    private final CallLog calls;

    LimitCalls(
            RedisConnection connection,
            Limits limits,
            LimitTerms terms,
            OnUnavailable policy,
            Executor executor,
            CallLog calls) {
        this.connection = connection;
        this.limits = limits;
        this.terms = terms;
        this.policy = policy;
        this.executor = executor;
        this.calls = calls;
    }

    LimitOutcome decide(LimitRequest request) throws InterruptedException {
        List<AppliedLimit> applied = resolve(request);
        if (applied.isEmpty()) {
            return told(new LimitOutcome.Unguarded(limits.unenforced()));
        }
        Answer<RateLimitDecision> answer = limits.decide(applied);
        LimitOutcome outcome = outcome(request, answer);
        return told(outcome == null ? locally(request, limits.decideLocally(applied)) : outcome);
    }

    CompletableFuture<LimitOutcome> decideAsync(LimitRequest request, Duration linger) {
        List<AppliedLimit> applied;
        try {
            applied = resolve(request);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (applied.isEmpty()) {
            return CompletableFuture.completedFuture(told(new LimitOutcome.Unguarded(limits.unenforced())));
        }
        Permits permits = new Permits(request, applied);
        permits.ask(linger);
        return permits.result;
    }

    private List<AppliedLimit> resolve(LimitRequest request) {
        return limits.isOff() ? List.of() : terms.resolve(request);
    }

    /** Null where this JVM is to decide. */
    private @Nullable LimitOutcome outcome(LimitRequest request, Answer<RateLimitDecision> answer) {
        if (answer instanceof Answer.Reply<RateLimitDecision> reply) {
            return new LimitOutcome.Decided(reply.value());
        }
        Failure failure = ((Answer.None<RateLimitDecision>) answer).failure();
        String key = request.limits().get(0).key();
        calls.tell("Limit", key, failure);
        connection.countUncoordinated();
        return switch (policy(request.onUnavailable(), failure)) {
            case FAIL -> new LimitOutcome.Unavailable(unavailable("Limit " + KeyText.shown(key), failure));
            case SKIP -> new LimitOutcome.Skipped();
            case LOCAL -> null;
            default -> new LimitOutcome.Unguarded(limits.unenforced());
        };
    }

    /** This JVM decides, unless it is closed meanwhile. */
    private LimitOutcome locally(LimitRequest request, Answer<RateLimitDecision> answer) {
        return Objects.requireNonNull(outcome(request, answer), "A JVM that cannot decide is closed");
    }

    private LimitOutcome told(LimitOutcome outcome) {
        if (outcome instanceof LimitOutcome.Decided decided) {
            terms.tell(decided.decision());
        } else if (outcome instanceof LimitOutcome.Unguarded unguarded) {
            terms.tell(unguarded.decision());
        }
        return outcome;
    }

    /** To close is no outage: who asks then must not run beside what the limit holds back elsewhere. */
    OnUnavailable policy(OnUnavailable asked, Failure failure) {
        if (failure.kind() == Failure.Kind.CLOSED) {
            return OnUnavailable.FAIL;
        }
        return asked == OnUnavailable.DEFAULT ? policy : asked;
    }

    /** Without a cause: what Redisson throws carries raw keys. */
    static CoordinationUnavailableException unavailable(String what, Failure failure) {
        return new CoordinationUnavailableException(
                what + " cannot be coordinated because Redis cannot be used: " + failure.text(), null);
    }

    /** One call that blocks nobody. */
    private final class Permits {
        private final LimitRequest request;
        private final List<AppliedLimit> applied;
        private final CompletableFuture<LimitOutcome> result = new CompletableFuture<>();

        Permits(LimitRequest request, List<AppliedLimit> applied) {
            this.request = request;
            this.applied = applied;
        }

        void ask(Duration linger) {
            CompletableFuture<Answer<RateLimitDecision>> asked = limits.decideAsync(applied, linger);
            if (asked.isDone() && !asked.isCompletedExceptionally()) {
                answered(asked.join(), true);
                return;
            }
            follow(asked);
            asked.whenComplete((answer, failure) -> {
                if (failure != null) {
                    result.completeExceptionally(failure);
                } else if (!result.isDone()) {
                    elsewhere(() -> answered(answer, false));
                } else {
                    giveBack(answer);
                }
            });
        }

        private void answered(Answer<RateLimitDecision> answer, boolean onCallersThread) {
            LimitOutcome outcome = outcome(request, answer);
            if (outcome != null) {
                complete(outcome);
                return;
            }
            CompletableFuture<Answer<RateLimitDecision>> local = limits.decideLocallyAsync(applied);
            if (onCallersThread && local.isDone()) {
                complete(locally(request, local.join()));
                return;
            }
            follow(local);
            local.thenAccept(decided -> elsewhere(() -> complete(locally(request, decided))));
        }

        /** Told before anyone goes on; unless nobody waits any more. */
        private void complete(LimitOutcome outcome) {
            if (result.isDone()) {
                giveBack(outcome);
                return;
            }
            told(outcome);
            if (!result.complete(outcome)) {
                giveBack(outcome);
            }
        }

        private void follow(CompletableFuture<?> asked) {
            result.whenComplete((outcome, failure) -> {
                if (result.isCancelled()) {
                    asked.cancel(false);
                }
            });
        }

        private void giveBack(Answer<RateLimitDecision> answer) {
            if (answer instanceof Answer.Reply<RateLimitDecision> reply) {
                limits.refund(reply.value());
            }
        }

        private void giveBack(LimitOutcome outcome) {
            if (outcome instanceof LimitOutcome.Decided decided) {
                limits.refund(decided.decision());
            }
        }

        private void elsewhere(Runnable task) {
            try {
                executor.execute(task);
            } catch (RejectedExecutionException e) {
                CompletableFuture.runAsync(task);
            }
        }
    }
}
