package dev.lockstitch.redis.explore;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.explore.LimitBook.Back;
import dev.lockstitch.redis.explore.LimitBook.Entry;
import dev.lockstitch.redis.explore.LimitBook.What;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One caller of one history: makes its calls, writes down what came of them, and finds what must not come of one. */
final class LimitCaller {

    /** The alarm of a wait and the clock of Redis are two clocks. */
    private static final long EARLY_MICROS = 1000;

    private final Story story;
    private final LimitPlan plan;
    private final LimitBook book;
    private final ExploredNode node;
    private final Nuisance nuisance;
    private volatile String doing = "nothing yet";

    LimitCaller(Story story, LimitPlan plan, LimitBook book, ExploredNode node, ScheduledExecutorService alarms) {
        this.story = story;
        this.plan = plan;
        this.book = book;
        this.node = node;
        this.nuisance = new Nuisance(alarms);
    }

    String doing() {
        return node.name() + ": " + doing;
    }

    void make(List<LimitCall> calls) {
        for (LimitCall call : calls) {
            LockSupport.parkNanos(call.pause().toNanos());
            doing = call.toString();
            try {
                if (call.way() == LimitCall.Way.BLOCKING) {
                    blocking(call);
                } else {
                    later(call);
                }
            } catch (RuntimeException | Error e) {
                story.wrong("thrown: " + e + " at " + List.of(e.getStackTrace()).subList(0, 3) + " by " + call);
            }
            nuisance.calm();
        }
        doing = "nothing more";
    }

    private void blocking(LimitCall call) {
        LimitRequest request = call.request(plan);
        long asked = LimitBook.now();
        nuisance.comes(call.nuisance());
        try {
            LimitOutcome outcome = node.coordinator().limit(request);
            nuisance.calm();
            came(call, asked, outcome);
        } catch (InterruptedException e) {
            nuisance.calm();
            end(call, What.WITHDRAWN, asked, null);
            if (call.nuisance() == null) {
                story.wrong("interrupted by nobody: " + call);
            }
        }
    }

    private void came(LimitCall call, long asked, LimitOutcome outcome) {
        if (outcome instanceof LimitOutcome.Decided decided) {
            decided(call, asked, decided.decision());
        } else if (outcome instanceof LimitOutcome.Unavailable) {
            unavailable(call, asked);
        } else {
            story.wrong("an outcome that nobody asked for: " + outcome);
        }
    }

    private void later(LimitCall call) {
        LimitRequest request = call.request(plan);
        long asked = LimitBook.now();
        CompletableFuture<RateLimitDecision> future = node.coordinator().tryAcquireAsync(request);
        try {
            Duration patience = call.nuisance();
            if (patience != null) {
                LockSupport.parkNanos(patience.toNanos());
                if (future.cancel(false)) {
                    end(call, What.WITHDRAWN, asked, null);
                    return;
                }
            }
            decided(call, asked, future.get(LockPlan.LONG.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CoordinationUnavailableException) {
                unavailable(call, asked);
            } else {
                throw new IllegalStateException(e);
            }
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private void unavailable(LimitCall call, long asked) {
        end(call, What.UNAVAILABLE, asked, null);
        if (plan.isHealthy()) {
            story.wrong("unavailable on a healthy Redis: " + call);
        }
    }

    private void decided(LimitCall call, long asked, RateLimitDecision decision) {
        checkDecision(call, decision);
        Entry entry = entry(call, decision.granted() ? What.GRANTED : What.REJECTED, asked, decision);
        if (decision.granted() && call.givesBack() && call.cost() > 0) {
            entry = giveBack(entry, decision);
        }
        write(entry);
    }

    private void checkDecision(LimitCall call, RateLimitDecision decision) {
        if (!decision.enforced()) {
            story.wrong("not enforced: " + call);
            return;
        }
        if (decision.granted()) {
            boolean never = call.limits().stream()
                    .anyMatch(i -> call.cost()
                            > Math.max(
                                    plan.limits().get(i).burst(), plan.other().burst()));
            if (never) {
                story.wrong("granted more than a burst: " + call);
            }
            long early = LimitBook.start(decision) - LimitBook.now();
            if (early > EARLY_MICROS) {
                story.wrong("began " + early + " µs before its time: " + call);
            }
        } else if (call.cost() == 0) {
            story.wrong("nothing was asked, and rejected: " + call);
        }
        if (decision.waited().isNegative() || decision.waited().compareTo(call.waitTime()) > 0) {
            story.wrong("waited for " + decision.waited() + ": " + call);
        }
        story.count(decision.waited().isZero() ? "did not wait" : "waited");
    }

    private Entry giveBack(Entry entry, RateLimitDecision decision) {
        long from = LimitBook.now();
        boolean given = node.coordinator().refund(decision);
        Entry back = entry.givenBack(given ? Back.GIVEN : Back.UNKNOWN, from, LimitBook.now());
        story.count(given ? "given back" : "perhaps given back");
        if (node.coordinator().refund(decision)) {
            story.wrong("given back twice: " + entry.call());
        }
        return back;
    }

    private void end(LimitCall call, What what, long asked, @Nullable RateLimitDecision decision) {
        write(entry(call, what, asked, decision));
    }

    private Entry entry(LimitCall call, What what, long asked, @Nullable RateLimitDecision decision) {
        Entry entry = new Entry(call, what, asked, LimitBook.now(), decision, Back.NOT_ASKED, 0, 0);
        long most = call.waitTime().toNanos() + plan.mostBeside();
        if (LimitBook.waited(entry).toNanos() > most) {
            story.wrong("answered after " + LimitBook.waited(entry) + ": " + call);
        }
        return entry;
    }

    private void write(Entry entry) {
        story.count(entry.what().toString());
        book.write(entry);
    }
}
