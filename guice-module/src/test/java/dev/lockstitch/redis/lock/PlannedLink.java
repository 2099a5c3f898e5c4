package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Link;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers each question as the test has planned, and counts how often a key was given back and looked after. */
final class PlannedLink implements Link, Redis, AutoCloseable {

    private static final KeyNames NAMES = new KeyNames("t");
    private static final String ACQUIRE = "acquire.lua";

    private final Map<String, Queue<Supplier<Answer<Long>>>> planned = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> released = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> looks = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    void plan(Answer<Long> answer) {
        plan(() -> answer);
    }

    void plan(Supplier<Answer<Long>> answer) {
        plan(ACQUIRE, answer);
    }

    /** Of a script for which nothing is planned the answer is 1. */
    void plan(String script, Supplier<Answer<Long>> answer) {
        planned(script).add(answer);
    }

    private Queue<Supplier<Answer<Long>>> planned(String script) {
        return planned.computeIfAbsent(script, unknown -> new ConcurrentLinkedQueue<>());
    }

    boolean isDone() {
        return planned.values().stream().allMatch(Queue::isEmpty);
    }

    /** How often a sign of life was asked for where that key is kept. */
    int looks(String key) {
        return count(looks, NAMES.of(List.of("lock"), key).get(0)).get();
    }

    /** How often one of its tokens was given back. */
    int released(String key) {
        return count(released, NAMES.of(List.of("lock"), key).get(0)).get();
    }

    private static AtomicInteger count(Map<String, AtomicInteger> of, String name) {
        return of.computeIfAbsent(name, unknown -> new AtomicInteger());
    }

    private <T> Answer<T> answer(Script<T> script, List<String> keys) {
        if (script.name().equals("release.lua")) {
            count(released, keys.get(0)).incrementAndGet();
        }
        Queue<Supplier<Answer<Long>>> plan = planned(script.name());
        if (plan.isEmpty() && !script.name().equals(ACQUIRE)) {
            // The token held it, each time.
            return reply(script, 1L);
        }
        Answer<Long> next = plan.remove().get();
        return next instanceof Answer.Reply<Long> reply
                ? reply(script, reply.value())
                : ((Answer.None<Long>) next).as();
    }

    private static <T> Answer<T> reply(Script<T> script, long value) {
        return new Answer.Reply<>(script.reply().cast(value));
    }

    @Override
    public <T> Answer<T> ask(Script<T> script, List<String> keys, Object... args) {
        return answer(script, keys);
    }

    @Override
    public <T> Answer<T> askUninterruptibly(Script<T> script, List<String> keys, Object... args) {
        return answer(script, keys);
    }

    @Override
    public <T> CompletableFuture<Answer<T>> send(Script<T> script, List<String> keys, Object... args) {
        return CompletableFuture.completedFuture(answer(script, keys));
    }

    @Override
    public void lookForLife(List<String> keys) {
        count(looks, keys.get(0)).incrementAndGet();
    }

    @Override
    public Redis redis() {
        return this;
    }

    @Override
    public KeyNames names() {
        return NAMES;
    }

    @Override
    public ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public void listen(Runnable onDown, Runnable onUp) {
        // It is never away.
    }

    @Override
    public CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener) {
        return CompletableFuture.completedFuture(() -> {});
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
