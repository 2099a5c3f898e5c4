package dev.lockstitch.redis.topology;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.redis.testing.Crew;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Worst;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Threads of several nodes that lock and are limited without a pause, and write down what became of each call. */
final class Traffic implements AutoCloseable {

    private static final Limit NEVER_REACHED = Limit.of(1_000_000, Duration.ofSeconds(1));
    private static final long BODY_NANOS = 500_000;

    private final Crew crew = new Crew();
    private final Map<String, KeyTraffic> all;
    private final Duration waitTime;

    final Worst worstLock = new Worst();
    final Worst worstLimit = new Worst();
    final AtomicInteger unguarded = new AtomicInteger();
    final AtomicInteger contended = new AtomicInteger();
    final AtomicInteger unlimited = new AtomicInteger();
    final AtomicInteger overlaps = new AtomicInteger();
    final AtomicInteger stale = new AtomicInteger();

    /** Calls under several keys that were guarded. */
    final AtomicInteger together = new AtomicInteger();

    /** One thread of every node for each key. */
    Traffic(List<Node> nodes, List<String> keys, Duration waitTime) {
        this.waitTime = waitTime;
        all = keys.stream().collect(Collectors.toUnmodifiableMap(key -> key, KeyTraffic::new));
        for (KeyTraffic one : all.values()) {
            for (Node node : nodes) {
                crew.start("traffic " + one.key(), () -> {
                    lock(node, one);
                    limit(node, one);
                });
            }
        }
    }

    /** One thread of that node more, which takes those of the keys together. */
    Traffic withTogether(Node node, String... keys) {
        List<KeyTraffic> several = List.of(keys).stream()
                .map(key -> Objects.requireNonNull(all.get(key)))
                .toList();
        LockRequest request = LockRequest.of(keys[0]).keys(List.of(keys)).waitTime(waitTime);
        crew.start("traffic together", () -> {
            if (lock(node, request, several)) {
                together.incrementAndGet();
            }
        });
        return this;
    }

    private void lock(Node node, KeyTraffic one) throws Exception {
        long start = System.nanoTime();
        if (lock(node, LockRequest.of(one.key()).waitTime(waitTime), List.of(one))) {
            one.guarded().incrementAndGet();
        }
        one.worstLock().note(start);
    }

    /** Whether it was guarded. */
    private boolean lock(Node node, LockRequest request, List<KeyTraffic> keys) throws Exception {
        long start = System.nanoTime();
        boolean guarded = false;
        try {
            guarded = node.coordinator().withLock(request, () -> {
                HeldLock.current().ifPresentOrElse(lock -> guarded(keys, lock), this::unguarded);
                return HeldLock.current().isPresent();
            });
        } catch (LockNotAcquiredException e) {
            contended.incrementAndGet();
        }
        worstLock.note(start);
        return guarded;
    }

    private void guarded(List<KeyTraffic> keys, HeldLock lock) {
        for (KeyTraffic each : keys) {
            if (!each.enter()) {
                overlaps.incrementAndGet();
            }
            if (!each.isNews(lock.fencingToken())) {
                stale.incrementAndGet();
            }
        }
        long end = System.nanoTime() + BODY_NANOS;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        keys.forEach(KeyTraffic::leave);
    }

    private void unguarded() {
        unguarded.incrementAndGet();
        // An outage costs calls next to nothing: they would leave no processor to those who end it.
        LockSupport.parkNanos(BODY_NANOS);
    }

    private void limit(Node node, KeyTraffic one) {
        long start = System.nanoTime();
        boolean enforced =
                node.coordinator().tryAcquire(one.key(), NEVER_REACHED, 1).enforced();
        (enforced ? one.limited() : unlimited).incrementAndGet();
        worstLimit.note(start);
    }

    int guarded(String key) {
        return now().getOrDefault(key, 0);
    }

    /** Every key was locked so often since then. */
    boolean allGuarded(Map<String, Integer> since, int times) {
        return allGrew(since, now(), times);
    }

    /** Every key was limited so often since then. */
    boolean allLimited(Map<String, Integer> since, int times) {
        return allGrew(since, limitedNow(), times);
    }

    private static boolean allGrew(Map<String, Integer> since, Map<String, Integer> now, int times) {
        return now.entrySet().stream()
                .allMatch(each -> each.getValue() >= since.getOrDefault(each.getKey(), 0) + times);
    }

    /** How often each key was locked. */
    Map<String, Integer> now() {
        return counted(KeyTraffic::guarded);
    }

    /** How often each key was limited. */
    Map<String, Integer> limitedNow() {
        return counted(KeyTraffic::limited);
    }

    private Map<String, Integer> counted(Function<KeyTraffic, AtomicInteger> what) {
        return all.values().stream()
                .collect(
                        Collectors.toMap(KeyTraffic::key, one -> what.apply(one).get()));
    }

    /** The longest that one call for that key alone took. */
    Duration worstLock(String key) {
        return Objects.requireNonNull(all.get(key)).worstLock().get();
    }

    void forgetWorst() {
        worstLock.forget();
        worstLimit.forget();
        all.values().forEach(one -> one.worstLock().forget());
    }

    @Override
    public String toString() {
        return "guarded " + now() + ", together " + together + ", unguarded " + unguarded + ", contended " + contended
                + ", limited " + limitedNow() + ", not limited " + unlimited + ", overlaps " + overlaps + ", stale "
                + stale + ", worst " + worstLock.get() + " and " + worstLimit.get();
    }

    /** Ends the traffic; rethrows what went wrong in it. */
    @Override
    public void close() throws InterruptedException {
        crew.close();
    }
}
