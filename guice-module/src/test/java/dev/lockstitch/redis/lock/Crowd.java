package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.LockEvents;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Many callers of two nodes who want few locks, and are interrupted, cancelled and out of time now and then. */
final class Crowd implements AutoCloseable {

    static final int KEYS = 3;
    private static final int THREADS = 8;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final FakeRedis redis = new FakeRedis();
    private final List<FaultyLink> links = new ArrayList<>();
    private final List<RedisLocks> nodes = new ArrayList<>();
    private final Room[] rooms = new Room[KEYS];
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger entered = new AtomicInteger();
    private final long seed;
    private final boolean losing;
    private volatile boolean over;

    /** Who is inside under one key, and the last fencing token seen there. */
    private static final class Room {
        private final AtomicInteger inside = new AtomicInteger();
        private volatile long lastFence;
    }

    Crowd(long seed, int faultsPerMille, boolean losing) {
        this.seed = seed;
        this.losing = losing;
        for (int i = 0; i < KEYS; i++) {
            rooms[i] = new Room();
        }
        for (int i = 0; i < 2; i++) {
            FaultyLink link = new FaultyLink(redis, seed + i, faultsPerMille);
            links.add(link);
            nodes.add(new RedisLocks(link, settings(), new LockEvents(List.of())));
        }
    }

    private static CoordinatorSettings settings() {
        return Settings.but().lockLease(LEASE).build();
    }

    /** Lets them run; then all of them have to come to an end. */
    void run(Duration time) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random own = new Random(seed * 31 + i);
            RedisLocks node = nodes.get(i % nodes.size());
            Thread thread = new Thread(() -> come(node, own), "crowd-" + i);
            threads.add(thread);
            thread.start();
        }
        Random random = new Random(seed);
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(random.nextInt(3_000_000));
            threads.get(random.nextInt(THREADS)).interrupt();
        }
        over = true;
        links.forEach(FaultyLink::heal);
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (Thread thread : threads) {
            thread.join(Math.max(TimeUnit.NANOSECONDS.toMillis(patience - System.nanoTime()), 1));
            if (thread.isAlive()) {
                wrong.add(thread.getName() + " waits for ever, at " + List.of(thread.getStackTrace()));
                thread.interrupt();
            }
        }
    }

    private void come(RedisLocks node, Random random) {
        while (!over) {
            try {
                if (random.nextInt(3) == 0) {
                    comeLater(node, random);
                } else {
                    int key = random.nextInt(KEYS);
                    LockRequest request = request(key, random);
                    enter(key, node.lock(request), request, random);
                }
            } catch (InterruptedException e) {
                // Comes again.
            } catch (RuntimeException | Error e) {
                wrong.add("thrown: " + e);
            }
        }
    }

    private void comeLater(RedisLocks node, Random random) {
        int key = random.nextInt(KEYS);
        LockRequest request = request(key, random);
        CompletableFuture<Answer<LockOutcome>> outcome = node.lockAsync(request, Duration.ZERO);
        if (random.nextInt(3) == 0) {
            LockSupport.parkNanos(random.nextInt(500_000));
            if (outcome.cancel(false)) {
                return;
            }
        }
        enter(key, outcome.join(), request, random);
    }

    private static LockRequest request(int key, Random random) {
        LockRequest request = LockRequest.of("k" + key);
        request = switch (random.nextInt(5)) {
            case 0 -> request.waitTime(Duration.ZERO);
            case 1 -> request.waitTime(Duration.ofNanos(random.nextInt(3_000_000)));
            default -> request.waitTime(LONG);
        };
        return switch (random.nextInt(8)) {
            case 0 -> request.fair(true);
            case 1 -> request.leaseTime(LEASE.multipliedBy(2));
            default -> request;
        };
    }

    private void enter(int key, Answer<LockOutcome> answer, LockRequest request, Random random) {
        if (!(answer instanceof Answer.Reply<LockOutcome> reply)) {
            return;
        }
        if (reply.value() instanceof LockOutcome.Granted granted) {
            inside(key, granted.lock(), random);
        } else if (request.waitTime().equals(LONG)) {
            wrong.add("not granted in " + LONG + ": " + reply.value());
        }
    }

    private void inside(int key, HeldLock lock, Random random) {
        Room room = rooms[key];
        entered.incrementAndGet();
        int others = room.inside.getAndIncrement();
        long last = room.lastFence;
        room.lastFence = lock.fencingToken();
        if (!losing && (others > 0 || last >= lock.fencingToken())) {
            wrong.add(others + " others inside k" + key + ", fence " + last + " before " + lock.fencingToken());
        }
        if (losing && random.nextInt(10) == 0) {
            redis.forget("t:lock:{k" + key + "}");
            lock.extend(LEASE);
        }
        if (random.nextInt(4) == 0) {
            LockSupport.parkNanos(random.nextInt(200_000));
        }
        room.inside.getAndDecrement();
        lock.close();
    }

    /** What must not be, so far. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    int entered() {
        return entered.get();
    }

    /** What is left over; nothing once all has come to rest. */
    List<String> left() {
        List<String> left = new ArrayList<>(redis.left());
        for (RedisLocks node : nodes) {
            note(left, "entries", node.local().size());
            note(left, "expected", node.wakeups().expected());
            note(left, "held", node.held().awaitNone(0));
        }
        return left;
    }

    private static void note(List<String> left, String what, long count) {
        if (count != 0) {
            left.add(what + ": " + count);
        }
    }

    @Override
    public void close() {
        nodes.forEach(RedisLocks::close);
        links.forEach(FaultyLink::close);
    }
}
