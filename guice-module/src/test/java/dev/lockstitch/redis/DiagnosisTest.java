package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.Examination.Result;
import dev.lockstitch.redis.Failure.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

    private static final Failure REFUSED = new Failure(Kind.UNAVAILABLE, "the connection was refused or timed out", "");
    private static final Failure LOADING = new Failure(Kind.UNAVAILABLE, "Redis is loading its data (LOADING)", "");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Result sight = Result.AWAY;
    private final Breaker breaker = new Breaker(TimeUnit.SECONDS.toNanos(60));
    private final Diagnosis diagnosis = new Diagnosis(breaker, () -> {
        looks.incrementAndGet();
        return sight;
    });

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @Test
    void aLateFirstContactIsLookedAt() {
        sight = Result.fault("TLS", "write rediss://");
        diagnosis.begin(timer);
        await().until(() -> !breaker.isStarting());
        assertThat(breaker.refusalNow()).isEqualTo(sight.fault());
        assertThat(diagnosis.explained(REFUSED)).isEqualTo(sight.fault());
        assertThat(looks).hasValue(1);
    }

    @Test
    void aGoodStartIsNotLookedAt() {
        diagnosis.begin(timer);
        breaker.succeeded();
        await().during(Duration.ofMillis(900)).until(() -> looks.get() == 0);
    }

    @Test
    void whatRedisSaysItselfNeedsNoLook() {
        assertThat(diagnosis.explained(LOADING)).isEqualTo(LOADING);
        assertThat(looks).hasValue(0);
    }

    @Test
    void anOutageIsToldAsSuchOnceNothingElseWasSeen() {
        assertThat(diagnosis.explained(REFUSED)).isNull();
        await().until(() -> REFUSED.equals(diagnosis.explained(REFUSED)));
        assertThat(looks).hasValue(1);
        assertThat(breaker.isStarting()).isTrue();
    }

    @Test
    void aGuessCountsOnlyBeforeTheFirstContact() {
        sight = Result.guess("says nothing", "check host and port");
        breaker.succeeded();
        diagnosis.closed();
        breaker.failed(REFUSED, breaker.epoch());
        diagnosis.explained(REFUSED);
        await().until(() -> REFUSED.equals(diagnosis.explained(REFUSED)));

        Diagnosis fresh = new Diagnosis(breaker, () -> sight);
        fresh.explained(REFUSED);
        await().until(() -> Objects.equals(sight.fault(), fresh.explained(REFUSED)));
    }

    @Test
    void aNewContactForgetsWhatWasWrong() {
        sight = Result.fault("TLS", "write rediss://");
        diagnosis.explained(REFUSED);
        await().until(() -> Objects.equals(sight.fault(), diagnosis.explained(REFUSED)));
        diagnosis.closed();
        sight = Result.AWAY;
        assertThat(diagnosis.explained(REFUSED)).isNull();
        await().until(() -> REFUSED.equals(diagnosis.explained(REFUSED)));
    }

    @Test
    void aLookThatFailsIsNoVerdict() {
        Diagnosis failing = new Diagnosis(breaker, () -> {
            throw new IllegalArgumentException("redis://user:secret@ho st");
        });
        failing.explained(REFUSED);
        await().until(() -> REFUSED.equals(failing.explained(REFUSED)));
    }
}
