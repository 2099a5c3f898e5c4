package dev.lockstitch.redis;

import io.netty.channel.ConnectTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisTimeoutException;

/**
 * Asks Redis in the background, while the breaker is open, whether it can be used again: with every command that our
 * scripts need, because a Redis that answers PING may still refuse to write.
 */
final class Probe implements Breaker.Listener {

    /** Under a hash that no script has: it goes by hash and then in full, each time, since both must be permitted. */
    private static final Script<Long> PROBE = unheardOf(Script.number(Probe.class, "probe.lua"));

    private static final long FIRST_DELAY_MILLIS = 20;
    private static final long LONGEST_DELAY_MILLIS = 400;
    private static final long PATIENCE_MILLIS = 500;

    private final Breaker breaker;
    private final ScheduledExecutorService scheduler;
    private final OutageLog log;
    private final Diagnosis diagnosis;
    private final KeyNames names;
    private final Tags tags;
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();

    private volatile @Nullable ScriptSender sender;

    /** Says which slot of a cluster an attempt asks, by what its keys have in common. */
    interface Tags {
        String tag(int attempt);
    }

    Probe(
            Breaker breaker,
            ScheduledExecutorService scheduler,
            OutageLog log,
            Diagnosis diagnosis,
            KeyNames names,
            Tags tags) {
        this.breaker = breaker;
        this.scheduler = scheduler;
        this.log = log;
        this.diagnosis = diagnosis;
        this.names = names;
        this.tags = tags;
    }

    private static Script<Long> unheardOf(Script<Long> script) {
        return new Script<>(script.name(), script.body(), "0".repeat(40), Long.class);
    }

    /** Where to ask, from now on. */
    void through(ScriptSender through) {
        sender = through;
    }

    /** Begins with the first probe, which decides whether there is Redis at all. */
    void start(ScriptSender through) {
        through(through);
        opened(new Failure(Failure.Kind.UNAVAILABLE, "not asked yet", ""));
    }

    @Override
    public void opened(Failure failure) {
        if (sender != null && failure.kind() != Failure.Kind.CLOSED && running.compareAndSet(false, true)) {
            schedule(0, FIRST_DELAY_MILLIS);
        }
    }

    private void schedule(long delay, long nextDelay) {
        var unused = scheduler.schedule(() -> probe(nextDelay), delay, TimeUnit.MILLISECONDS);
    }

    private void probe(long nextDelay) {
        ScriptSender through = sender;
        if (through == null || breaker.isShut()) {
            return;
        }
        CompletableFuture<Long> answer;
        try {
            answer = ask(through, tags.tag(attempts.getAndIncrement()));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        // An answer that comes late is good news all the same; one that stays away is given up.
        var unused = answer.thenAccept(reply -> breaker.succeeded());
        // By a timer of our own: on a JDK 25 those of futures run in the common pool, which may be blocked.
        CompletableFuture<Long> inTime = answer.copy();
        Future<?> end = scheduler.schedule(
                () -> inTime.completeExceptionally(new TimeoutException()), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        var unusedToo = inTime.whenCompleteAsync(
                (reply, error) -> {
                    end.cancel(false);
                    judge(error, nextDelay);
                },
                scheduler);
    }

    private CompletableFuture<Long> ask(ScriptSender through, String tag) {
        List<String> keys =
                List.of(names.of("probe", tag), names.of("probe", tag, "queue"), names.of("probe", tag, "nodes"));
        return through.send(PROBE, keys, names.channel("probe", "probe"));
    }

    private void judge(@Nullable Throwable error, long nextDelay) {
        log.remind();
        if (error != null) {
            judgeFailure(error);
            schedule(nextDelay, Math.min(nextDelay * 2, LONGEST_DELAY_MILLIS));
            return;
        }
        running.set(false);
        Failure again = breaker.refusalNow();
        if (again != null) {
            opened(again);
        }
    }

    /** A first contact may take its time: until the start budget is over only a plain word counts as a verdict. */
    private void judgeFailure(Throwable error) {
        boolean silence = Causes.has(error, TimeoutException.class)
                || Causes.has(error, RedisTimeoutException.class)
                || Causes.has(error, ConnectTimeoutException.class);
        if (silence && breaker.isStarting()) {
            return;
        }
        Failure failure = silence ? Failures.timeout(PATIENCE_MILLIS) : Failures.of(error, names.prefix());
        Failure told = diagnosis.explained(failure);
        if (told != null) {
            breaker.probeFailed(told);
            // The breaker tells of another sort of outage alone.
            log.known(told);
        }
    }
}
