package dev.lockstitch.redis;

import dev.lockstitch.redis.testing.Messages;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;

/** One node's way to Redis over a wire that it shares: loses, delays, reorders and doubles what it carries, by its seed. */
// What is chained here ends in what is told: no failure is lost.
@SuppressWarnings("FutureReturnValueIgnored")
final class FaultyWire implements Wire {

    private static final int MESSAGE_MILLIS = 30;

    private static final boolean TRACED = Boolean.getBoolean("explore.trace");

    private final ConcurrentLinkedQueue<String> trace = new ConcurrentLinkedQueue<>();
    private final Queue<Ask> asks = new ConcurrentLinkedQueue<>();
    private final Set<String> passed = ConcurrentHashMap.newKeySet();
    private final Wire shared;
    private final Messages messages;
    private final Faults faults;
    private final Random random;
    private final ConcurrentLinkedQueue<Runnable> subscriptions = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong lastRun = new AtomicLong();
    private final AtomicInteger primary = new AtomicInteger();
    private volatile boolean primaryKnown;
    private volatile boolean healed;
    private volatile boolean downSilently;
    private volatile long downUntilNanos = System.nanoTime();

    FaultyWire(Wire shared, Messages messages, Faults faults, long seed) {
        this.shared = shared;
        this.messages = messages;
        this.faults = faults;
        this.random = new Random(seed);
    }

    @Override
    public Set<?> primaries() {
        primaryKnown = true;
        return Set.of(primary.get());
    }

    boolean isPrimaryKnown() {
        return primaryKnown;
    }

    void failOver() {
        primary.incrementAndGet();
    }

    /** Where one draw falls: each fault has a stretch of a thousand of its own. */
    private final class Draw {
        private int left = random(1000);

        boolean is(int perMille, String fault) {
            boolean hit = left >= 0 && left < perMille && !healed;
            left -= perMille;
            if (hit) {
                count(fault);
            }
            return hit;
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private synchronized int random(int bound) {
        return random.nextInt(bound);
    }

    private boolean isDown() {
        return !healed && System.nanoTime() - downUntilNanos < 0;
    }

    /** What went over it, for somebody who wants to know why. */
    List<String> trace() {
        return List.copyOf(trace);
    }

    private static Object shown(@Nullable Object reply, @Nullable Throwable error) {
        return error == null ? String.valueOf(reply) : error.getClass().getSimpleName();
    }

    private void note(String what, Object... of) {
        if (TRACED) {
            trace.add(System.nanoTime() / 1000 + " " + what + " " + Arrays.toString(of));
        }
    }

    @Override
    public <T> CompletableFuture<T> send(Script<T> script, List<String> keys, Object... args) {
        count("sent " + script.name());
        String name = script.name() + (keys.isEmpty() ? "" : keys.get(0).replaceAll(".*[{]", ":{"));
        note("> " + name, args);
        long sent = System.nanoTime();
        CompletableFuture<T> told = carry(asked.incrementAndGet(), script, keys, args);
        if (script.name().equals("acquire.lua")) {
            told.thenAccept(reply -> asks.add(new Ask(
                    keys.get(0),
                    (String) args[0],
                    args[1].equals("x"),
                    args[3].equals("1"),
                    sent,
                    System.nanoTime(),
                    (Long) reply)));
        } else if (script.name().equals("pass.lua")) {
            passed.add((String) args[1]);
        }
        told.whenComplete((reply, error) -> note("< " + name, args.length == 0 ? "" : args[0], shown(reply, error)));
        return told;
    }

    private <T> CompletableFuture<T> run(long number, Script<T> script, List<String> keys, Object... args) {
        if (lastRun.getAndAccumulate(number, Math::max) > number) {
            count("overtaken request");
        }
        CompletableFuture<T> sent = shared.send(script, keys, args);
        sent.whenComplete(
                (reply, error) -> note("= " + script.name(), args.length == 0 ? "" : args[0], shown(reply, error)));
        return sent;
    }

    private <T> CompletableFuture<T> carry(long number, Script<T> script, List<String> keys, Object... args) {
        if (isDown()) {
            count("request while cut");
            return downSilently ? new CompletableFuture<>() : CompletableFuture.failedFuture(brokenConnection());
        }
        Draw draw = new Draw();
        if (draw.is(faults.lostRequests(), "lost request")) {
            return lost();
        }
        if (draw.is(faults.lostReplies(), "lost reply")) {
            CompletableFuture<T> lost = new CompletableFuture<>();
            boolean broken = isBroken();
            run(number, script, keys, args).whenComplete((reply, error) -> {
                if (broken) {
                    lost.completeExceptionally(brokenConnection());
                }
            });
            return lost;
        }
        if (draw.is(faults.slowRequests(), "slow request")) {
            return sendLater(number, script, keys, args, false);
        }
        if (draw.is(faults.late(), "late request")) {
            return sendLater(number, script, keys, args, true);
        }
        if (draw.is(faults.slowReplies(), "slow reply")) {
            CompletableFuture<T> told = new CompletableFuture<>();
            Executor later = later(faults.longestMillis());
            run(number, script, keys, args)
                    .whenComplete((reply, error) -> later.execute(() -> tell(told, reply, error)));
            return told;
        }
        return run(number, script, keys, args);
    }

    private <T> CompletableFuture<T> lost() {
        return isBroken() ? CompletableFuture.failedFuture(brokenConnection()) : new CompletableFuture<>();
    }

    private boolean isBroken() {
        boolean broken = random(1000) < faults.broken();
        if (broken) {
            count("broken connection");
        }
        return broken;
    }

    private static RedisException brokenConnection() {
        return new RedisConnectionException("the test broke this connection");
    }

    private <T> CompletableFuture<T> sendLater(
            long number, Script<T> script, List<String> keys, Object[] args, boolean anyhow) {
        CompletableFuture<T> told = new CompletableFuture<>();
        later(faults.longestMillis()).execute(() -> {
            if (anyhow && told.isCancelled()) {
                count("run although withdrawn");
            }
            if (anyhow || !told.isCancelled()) {
                run(number, script, keys, args).whenComplete((reply, error) -> tell(told, reply, error));
            }
        });
        return told;
    }

    private static <T> void tell(CompletableFuture<T> told, @Nullable T reply, @Nullable Throwable error) {
        if (error == null) {
            told.complete(reply);
        } else {
            told.completeExceptionally(error);
        }
    }

    private Executor later(int mostMillis) {
        return CompletableFuture.delayedExecutor(1L + random(mostMillis), TimeUnit.MILLISECONDS, Runnable::run);
    }

    @Override
    public CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener) {
        if (isDown() || new Draw().is(faults.refused(), "refused subscription")) {
            return CompletableFuture.failedFuture(brokenConnection());
        }
        Runnable undo = messages.listen(channel, message -> hear(listener, message));
        subscriptions.add(undo);
        return CompletableFuture.completedFuture(undo);
    }

    private void hear(Consumer<String> listener, String message) {
        int draw = random(3000);
        if (isDown()) {
            return;
        }
        if (healed || draw >= 3 * faults.messages()) {
            listener.accept(message);
            return;
        }
        count(draw % 3 == 0 ? "lost message" : draw % 3 == 1 ? "doubled message" : "late message");
        if (draw % 3 == 1) {
            listener.accept(message);
        }
        if (draw % 3 > 0) {
            later(MESSAGE_MILLIS).execute(() -> listener.accept(message));
        }
    }

    /** Of those who asked for themselves, and were not put into the queue by others of their node. */
    List<Ask> asks() {
        return asks.stream().filter(ask -> !passed.contains(ask.token())).toList();
    }

    /** When that fencing token was asked for; 0: not over this way, or by nobody in particular. */
    long sentNanos(long fence) {
        return asks.stream()
                .filter(ask -> ask.reply() == fence)
                .mapToLong(Ask::sentNanos)
                .findFirst()
                .orElse(0);
    }

    void heal() {
        healed = true;
    }

    /** Nothing goes either way for so long. */
    void cut(long nanos, boolean silently) {
        downSilently = silently;
        downUntilNanos = System.nanoTime() + nanos;
    }

    /** How often it did what, and how often it was given which script. */
    Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    /** The shared wire stays. */
    @Override
    public void close() {
        subscriptions.forEach(Runnable::run);
    }
}
