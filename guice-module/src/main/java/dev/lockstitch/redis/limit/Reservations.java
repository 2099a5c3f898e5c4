package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Calls of this JVM that wait for permits which they have reserved. Each is woken once, at its time. When one leaves
 * before, those behind it that ask the same move up, and the last place is given back. Thread-safe.
 */
final class Reservations {

    private final ScheduledExecutorService timer;
    private final Consumer<Taken> unwanted;
    private final Map<LimitId, List<Reservation>> lines = new HashMap<>();
    private boolean closed;

    Reservations(ScheduledExecutorService timer, Consumer<Taken> unwanted) {
        this.timer = timer;
        this.unwanted = unwanted;
    }

    /** Takes its place. Once all is closed it has none: what was taken is given back, and whoever waits is told. */
    Reservation enter(Decision decision, Taken taken) {
        Reservation reservation = new Reservation(decision, taken, timer);
        synchronized (lines) {
            if (!closed && reservation.setAlarm()) {
                insert(reservation);
                return reservation;
            }
        }
        Taken refused = reservation.end();
        if (refused != null) {
            unwanted.accept(refused);
        }
        reservation.wake();
        return reservation;
    }

    private void insert(Reservation reservation) {
        List<Reservation> line = lines.computeIfAbsent(reservation.line(), id -> new ArrayList<>());
        int at = line.size();
        while (at > 0 && line.get(at - 1).startMicros() > reservation.startMicros()) {
            at--;
        }
        line.add(at, reservation);
    }

    /**
     * Blocks until the start.
     *
     * @return the decision, with the wait that it came to; or that all was closed before
     * @throws InterruptedException when interrupted; the place is given back
     */
    Answer<Decision> sleep(Reservation reservation) throws InterruptedException {
        try {
            reservation.begun().get();
            return leave(reservation);
        } catch (InterruptedException e) {
            cancel(reservation);
            throw e;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("A reservation cannot fail", e);
        }
    }

    /** As {@link #sleep}, for whoever does not block; to cancel it gives the place back. */
    CompletableFuture<Answer<Decision>> await(Reservation reservation) {
        CompletableFuture<Answer<Decision>> result = reservation.begun().thenApply(nothing -> leave(reservation));
        var unused = result.whenComplete((decision, failure) -> {
            if (result.isCancelled()) {
                cancel(reservation);
            }
        });
        return result;
    }

    /**
     * Tells all that wait, and whoever comes from now on, that there is nothing to wait for any more.
     *
     * @return what they held and is to be given back, those in front last: so each is the last in its line
     */
    List<Taken> close() {
        List<Reservation> all;
        List<Taken> held;
        synchronized (lines) {
            closed = true;
            all = lines.values().stream().flatMap(List::stream).toList();
            lines.clear();
            held = all.stream()
                    .sorted(Comparator.comparingLong(Reservation::startMicros).reversed())
                    .flatMap(one -> Stream.ofNullable(one.end()))
                    .toList();
        }
        all.forEach(Reservation::wake);
        return held;
    }

    int waiting() {
        synchronized (lines) {
            return lines.values().stream().mapToInt(List::size).sum();
        }
    }

    private Answer<Decision> leave(Reservation reservation) {
        synchronized (lines) {
            remove(reservation);
            return reservation.isEnded()
                    ? new Answer.None<>(Failure.CLOSED, false)
                    : new Answer.Reply<>(reservation.decision());
        }
    }

    private void cancel(Reservation reservation) {
        Taken last;
        synchronized (lines) {
            int at = remove(reservation);
            reservation.stopAlarm();
            // Else it had begun at that very moment: it is like any other that took its permits and comes to nothing.
            if (at >= 0) {
                moveUp(reservation, at);
            }
            last = reservation.decision().takeBack();
        }
        if (last != null) {
            unwanted.accept(last);
        }
    }

    private void moveUp(Reservation leaving, int from) {
        List<Reservation> line = lines.getOrDefault(leaving.line(), List.of());
        for (Reservation behind : line.subList(Math.min(from, line.size()), line.size())) {
            if (behind.isLike(leaving) && behind.startMicros() > leaving.startMicros()) {
                behind.swap(leaving);
            }
        }
    }

    /** Returns where it was; -1 when it was not there any more. */
    private int remove(Reservation reservation) {
        List<Reservation> line = lines.get(reservation.line());
        if (line == null) {
            return -1;
        }
        int at = line.indexOf(reservation);
        if (at >= 0) {
            line.remove(at);
            if (line.isEmpty()) {
                lines.remove(reservation.line());
            }
        }
        return at;
    }
}
