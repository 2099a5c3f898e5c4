package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Places in time, without Redis, on a timer that the test sets off. */
final class ReservationsTest {

    private static final Limit ONE_AN_HOUR = Limit.of(1, Duration.ofHours(1));
    private static final long HOUR = 3_600_000_000L;
    private static final Answer<Decision> CLOSED = new Answer.None<>(Failure.CLOSED, false);

    private final AlarmClock timer = new AlarmClock();
    private final List<Taken> unwanted = new CopyOnWriteArrayList<>();
    private final Reservations reservations = new Reservations(timer, unwanted::add);
    private final long now = Decision.micros(Instant.now());

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void whatBeginsWhileItIsCancelledIsGivenBackAlsoWhereItHasMovedUp() throws Exception {
        CompletableFuture<?> first = reservations.await(enter(1));
        CompletableFuture<?> second = reservations.await(enter(2));
        first.cancel(false);
        assertThat(unwanted).hasSize(1);
        Runnable alarm = timer.last();
        CountDownLatch begun = new CountDownLatch(1);
        // Runs before what the cancelled wait does by itself.
        var unused = second.whenComplete((decision, failure) -> uninterrupted(begun));
        Thread beginning = new Thread(() -> {
            alarm.run();
            begun.countDown();
        });
        Thread cancelling = new Thread(() -> second.cancel(false));
        timer.meanwhile = () -> {
            beginning.start();
            await().until(() -> beginning.getState() == Thread.State.BLOCKED);
            cancelling.start();
            await().until(second::isCancelled);
        };
        enter(3);
        beginning.join();
        cancelling.join();
        assertThat(unwanted).hasSize(2);
    }

    @Test
    void whoWaitsForTheSameLimitsMovesUpInAllOfThem() {
        Bucket slow = Bucket.of(Asked.of("slow", "key", ONE_AN_HOUR, 1));
        Bucket fast = Bucket.of(Asked.of("fast", "key", Limit.of(2, Duration.ofHours(1)), 1));
        CompletableFuture<?> first = reservations.await(enter(1, slow, fast));
        Reservation second = enter(2, slow, fast);
        CompletableFuture<?> other = reservations.await(enter(3, slow));
        first.cancel(false);
        assertThat(second.startMicros()).isEqualTo(now + HOUR);
        assertThat(starts(unwanted.get(0))).containsExactly(now + 2 * HOUR, now + 2 * HOUR);
        assertThat(starts(Objects.requireNonNull(second.decision().takeBack())))
                .containsExactly(now + HOUR, now + HOUR);
        other.cancel(false);
        assertThat(starts(unwanted.get(1))).as("it kept its place").containsExactly(now + 3 * HOUR);
    }

    private static List<Long> starts(Taken taken) {
        return taken.parts().stream().map(Taken.Part::startMicros).toList();
    }

    @Test
    void closingEndsEveryWaitAtOnceAndGivesThePlacesBackFromTheLastOne() throws Exception {
        List<Reservation> entered = List.of(enter(1), enter(2), enter(3));
        CompletableFuture<Answer<Decision>> later = reservations.await(entered.get(0));
        FutureTask<Answer<Decision>> sleeping = new FutureTask<>(() -> reservations.sleep(entered.get(1)));
        Thread sleeper = new Thread(sleeping);
        sleeper.start();
        await().until(() -> sleeper.getState() == Thread.State.WAITING);
        List<Taken> held = reservations.close();
        assertThat(held)
                .extracting(taken -> taken.parts().get(0).startMicros())
                .containsExactly(now + 3 * HOUR, now + 2 * HOUR, now + HOUR);
        assertThat(later).isCompletedWithValue(CLOSED);
        assertThat(sleeping.get(5, TimeUnit.SECONDS)).isEqualTo(CLOSED);
        assertThat(reservations.await(entered.get(2))).isCompletedWithValue(CLOSED);
        assertThat(reservations.waiting()).isZero();
        assertThat(unwanted).isEmpty();
    }

    @Test
    void whoComesToWaitAfterTheClosingIsToldAndLeavesNothing() throws Exception {
        assertThat(reservations.close()).isEmpty();
        assertThat(reservations.sleep(enter(1))).isEqualTo(CLOSED);
        assertThat(reservations.waiting()).isZero();
        assertThat(unwanted).hasSize(1);
    }

    @Test
    void aTimerThatWasClosedBeforeIsAClosingToo() throws Exception {
        timer.shutdownNow();
        assertThat(reservations.await(enter(1))).isCompletedWithValue(CLOSED);
        assertThat(reservations.waiting()).isZero();
        assertThat(unwanted).hasSize(1);
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reservation enter(int hours) {
        return enter(hours, Bucket.of(Asked.of("name", "key", ONE_AN_HOUR, 1)));
    }

    private Reservation enter(int hours, Bucket... buckets) {
        List<Taken.Part> parts = Stream.of(buckets)
                .map(bucket -> Taken.Part.alone(bucket, now + hours * HOUR))
                .toList();
        Taken taken = new Taken(Taken.Home.REDIS, parts);
        return reservations.enter(Decision.granted(now, hours * HOUR, List.of(), taken), taken);
    }
}
