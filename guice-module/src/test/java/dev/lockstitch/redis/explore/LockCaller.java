package dev.lockstitch.redis.explore;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.redis.history.LockRecord;
import dev.lockstitch.redis.history.LockRecord.Ending;
import dev.lockstitch.redis.history.LockRecord.Outcome;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** One caller of one history: makes its calls, writes down what came of them, and finds what must not come of one. */
final class LockCaller {

    private static final long LOOK_NANOS = 300_000;

    /** From the answer to the body. */
    private static final long ENTRY_NANOS = 20_000_000;

    private final Story story;
    private final LockPlan plan;
    private final LockBook book;
    private final ExploredNode node;
    private final ExploredNode other;
    private final int number;
    private final Nuisance nuisance;
    private final Supplier<Duration> stall;
    private volatile String doing = "nothing yet";

    LockCaller(
            Story story, LockPlan plan, LockBook book, ExploredNode node, ExploredNode other, int number, World world) {
        this.story = story;
        this.plan = plan;
        this.book = book;
        this.node = node;
        this.other = other;
        this.number = number;
        this.nuisance = new Nuisance(world.alarms());
        this.stall = world::stall;
    }

    /** For a caller that does not come back. */
    String doing() {
        return node.name() + "/" + number + ": " + doing;
    }

    void make(List<LockCall> calls) {
        for (LockCall call : calls) {
            LockSupport.parkNanos(call.pause().toNanos());
            doing = call.toString();
            try {
                make(call);
            } catch (RuntimeException | Error e) {
                story.wrong("thrown: " + e + " at " + List.of(e.getStackTrace()).subList(0, 3) + " by " + call);
            }
            nuisance.calm();
        }
        doing = "nothing more";
    }

    private void make(LockCall call) {
        LockRecord asked = LockRecord.asked(
                node.name(), number, call.request().keys(), call.request().mode(), System.nanoTime());
        switch (call.way()) {
            case BLOCKING -> blocking(call, asked);
            case WITH_LOCK -> withLock(call, asked);
            case LATER -> later(call, asked);
        }
    }

    private void blocking(LockCall call, LockRecord asked) {
        nuisance.comes(call.nuisance());
        try {
            LockOutcome outcome = node.coordinator().lock(call.request());
            nuisance.calm();
            checkEntry(call, outcome);
            came(call, asked, outcome);
        } catch (InterruptedException e) {
            nuisance.calm();
            interrupted(call, asked);
        }
    }

    private void interrupted(LockCall call, LockRecord asked) {
        story.count("interrupted");
        write(call, asked.refused(System.nanoTime(), Outcome.UNANSWERED), 0, Duration.ZERO);
        if (call.nuisance() == null) {
            story.wrong("interrupted by nobody: " + call);
        }
    }

    private void withLock(LockCall call, LockRecord asked) {
        int[] runs = new int[1];
        try {
            node.coordinator().withLock(call.request(), () -> {
                runs[0]++;
                HeldLock lock = HeldLock.current().orElseThrow();
                checkEntry(call, lock.fencingToken());
                LockRecord held = asked.granted(System.nanoTime(), lock.fencingToken());
                hold(call, held, lock);
                return null;
            });
            expectRuns(call, runs[0], 1);
        } catch (LockNotAcquiredException e) {
            expectRuns(call, runs[0], 0);
            contended(call, asked);
        } catch (CoordinationUnavailableException e) {
            expectRuns(call, runs[0], 0);
            unavailable(call, asked);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void expectRuns(LockCall call, int runs, int expected) {
        if (runs != expected) {
            story.wrong("the body ran " + runs + " times instead of " + expected + ": " + call);
        }
    }

    private void later(LockCall call, LockRecord asked) {
        CompletableFuture<LockOutcome> outcome = node.coordinator().lockAsync(call.request(), Duration.ZERO);
        var unused = outcome.thenAccept(come -> checkEntry(call, come));
        try {
            Duration patience = call.nuisance();
            if (patience != null) {
                LockSupport.parkNanos(patience.toNanos());
                if (outcome.cancel(false)) {
                    story.count("cancelled");
                    write(call, asked.refused(System.nanoTime(), Outcome.UNANSWERED), 0, Duration.ZERO);
                    return;
                }
            }
            came(call, asked, outcome.get(LockPlan.LONG.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException | CancellationException e) {
            throw new IllegalStateException("a future that is not cancelled gives an outcome", e);
        }
    }

    private void came(LockCall call, LockRecord asked, LockOutcome outcome) {
        if (outcome instanceof LockOutcome.Granted granted) {
            HeldLock lock = granted.lock();
            Ending ending = hold(call, asked.granted(System.nanoTime(), lock.fencingToken()), lock);
            if (call.elsewhere() && ending == Ending.RELEASED) {
                giveBackElsewhere(lock);
            }
            lock.close();
            if (lock.isHeld()) {
                story.wrong("held after it was given back: " + call);
            }
        } else if (outcome instanceof LockOutcome.Contended) {
            contended(call, asked);
        } else if (outcome instanceof LockOutcome.Unavailable) {
            unavailable(call, asked);
        } else {
            story.wrong("an outcome that nobody asked for: " + outcome);
        }
    }

    private void giveBackElsewhere(HeldLock lock) {
        if (lock.keys().size() > 1) {
            return;
        }
        try {
            boolean released = other.coordinator().release(lock.key(), lock.token());
            story.count(released ? "given back elsewhere" : "not there to be given back elsewhere");
        } catch (CoordinationUnavailableException e) {
            story.count("to be given back elsewhere later");
        }
    }

    /** In the body: looks again and again whether it holds its lock, and remembers when it last did. */
    private Ending hold(LockCall call, LockRecord granted, HeldLock lock) {
        countHeld(call.request());
        long end = granted.answered() + call.body().toNanos();
        long heldUntil = granted.answered();
        Duration extension = call.extend();
        if (extension != null && lock.extend(extension)) {
            story.count("extended");
        }
        long lostAt = 0;
        do {
            long now = System.nanoTime();
            if (lock.isHeld()) {
                heldUntil = now;
            } else {
                lostAt = System.nanoTime();
                break;
            }
            if (call.again()) {
                again(call, lock);
            }
            LockSupport.parkNanos(Math.min(LOOK_NANOS, Math.max(end - now, 1)));
        } while (System.nanoTime() - end < 0);
        Ending ending = lostAt == 0 ? Ending.RELEASED : Ending.LOST;
        story.count(lostAt == 0 ? "given back" : "lost");
        Duration least =
                call.elsewhere() || lostAt != 0 ? Duration.ZERO : call.request().minHoldTime();
        write(call, granted.ended(heldUntil, ending), lostAt, least);
        return ending;
    }

    private void countHeld(LockRequest request) {
        story.count(request.mode() == LockMode.SHARED ? "held shared" : "held");
        if (request.fair()) {
            story.count("held fair");
        }
        if (request.keys().size() > 1) {
            story.count("held several");
        }
    }

    private void checkEntry(LockCall call, LockOutcome outcome) {
        if (outcome instanceof LockOutcome.Granted granted) {
            checkEntry(call, granted.lock().fencingToken());
        }
    }

    /** Nobody enters on a lease that was over when its answer came. Looked at as it comes: who reads it may be late. */
    private void checkEntry(LockCall call, long fencingToken) {
        Duration lease = call.request().leaseTime();
        long sent = node.way().sentNanos(fencingToken);
        long late = System.nanoTime() - sent - (lease == null ? plan.lease() : lease).toNanos();
        if (sent != 0 && late > ENTRY_NANOS + stall.get().toNanos()) {
            story.wrong("entered " + late / 1_000_000 + " ms after its lease was over: " + call);
        }
    }

    /** A renewal that comes late revives a lease that seemed to be over for a moment: not time and again. */
    private void again(LockCall call, HeldLock outer) {
        for (int missed = 0; !entersAgain(call, outer) && outer.isHeld(); missed++) {
            if (missed == 2) {
                story.wrong("held, and not entered again: " + call);
                return;
            }
        }
    }

    private boolean entersAgain(LockCall call, HeldLock outer) {
        LockRequest request = call.request().waitTime(Duration.ZERO).minHoldTime(Duration.ZERO);
        Boolean entered = null;
        try {
            entered = node.coordinator()
                    .withLock(request, () -> HeldLock.current().orElseThrow().fencingToken() == outer.fencingToken());
        } catch (LockNotAcquiredException | CoordinationUnavailableException e) {
            story.count("not entered again");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Boolean.TRUE.equals(entered);
    }

    private void contended(LockCall call, LockRecord asked) {
        long now = System.nanoTime();
        story.count("contended");
        write(call, asked.refused(now, Outcome.CONTENDED), 0, Duration.ZERO);
        long least = call.request().waitTime().toNanos();
        if (!plan.isHealthy()) {
            // Redis answers others and not this one: it counts as contended.
            least = Math.min(least, 4 * plan.budget().toNanos());
        }
        if (now - asked.asked() < least) {
            story.wrong("contended after " + (now - asked.asked()) / 1_000_000 + " ms: " + call);
        }
        checkWait(call, asked, now);
    }

    private void unavailable(LockCall call, LockRecord asked) {
        long now = System.nanoTime();
        story.count("unavailable");
        write(call, asked.refused(now, Outcome.UNGUARDED), 0, Duration.ZERO);
        // A lease that is over before its answer comes is refused, on a slow machine.
        Duration lease = call.request().leaseTime();
        if (plan.isHealthy() && (lease == null || lease.toMillis() > 1000)) {
            story.wrong("unavailable on a healthy Redis: " + call);
        }
        checkWait(call, asked, now);
    }

    private void checkWait(LockCall call, LockRecord asked, long now) {
        long most = call.request().waitTime().toNanos()
                + plan.mostBeside(call.request().keys().size());
        if (now - asked.asked() > most) {
            story.wrong("refused after " + (now - asked.asked()) / 1_000_000 + " ms: " + call);
        }
    }

    private void write(LockCall call, LockRecord record, long foundLost, Duration minHold) {
        Duration given = call.request().leaseTime();
        Duration lease = given == null ? plan.lease() : given;
        boolean fromAnother = given == null && !call.request().fair() && record.isExclusive();
        long soonest = fromAnother ? lease.toNanos() / 3 : lease.toNanos();
        Duration extension = call.extend();
        long reach = lease.toNanos() + (extension == null ? 0 : extension.toNanos());
        book.write(new LockBook.Entry(record, foundLost, soonest, reach, minHold));
    }
}
