package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Ends;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.redis.testing.Worst;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Threads that take locks of every mode on few keys, and permits in every way, without a pause, and count. */
final class MixedLoad implements AutoCloseable {

    private static final int EACH = 2;
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Limit LIMIT = Limit.of(1_000_000, Duration.ofSeconds(1));
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** For those who look at what is guarded: a machine that is out of breath is no outage. */
    static final CoordinatorSettings PATIENT = Settings.patient().build();

    private interface Call {
        void on(Coordinator coordinator) throws Exception;
    }

    private final Coordinator coordinator;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean done;

    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    final AtomicInteger guarded = new AtomicInteger();
    final AtomicInteger permits = new AtomicInteger();
    final AtomicInteger unenforced = new AtomicInteger();

    final Worst worstLock = new Worst();
    final Worst worstLimit = new Worst();

    /** Of each thread the last failure, which ended it. */
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    MixedLoad(Node node) {
        coordinator = node.coordinator();
        for (int i = 0; i < EACH; i++) {
            for (Mode mode : List.of(Mode.PLAIN, Mode.SHARED, Mode.FAIR, Mode.SEVERAL, Mode.LATER)) {
                go(on -> lock(on, mode));
            }
            go(on -> limit(() -> on.tryAcquire("limit", LIMIT, 1)));
            go(on -> limit(() -> on.tryAcquireAsync("limit", LIMIT, 1).join()));
            go(on -> limit(() -> on.tryAcquire(LimitRequest.of(
                    new LimitRequest.Part("", "one", LIMIT, 1, Duration.ZERO),
                    new LimitRequest.Part("", "two", LIMIT, 1, Duration.ZERO)))));
        }
    }

    private void go(Call call) {
        Thread thread = new Thread(() -> repeat(call), "load");
        threads.add(thread);
        thread.start();
    }

    private void repeat(Call call) {
        try {
            while (!done) {
                call.on(coordinator);
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    private void lock(Coordinator on, Mode mode) throws Exception {
        long start = System.nanoTime();
        mode.run(on, mode.request("key").waitTime(WAIT), () -> {
            begun.incrementAndGet();
            if (HeldLock.current().isPresent()) {
                guarded.incrementAndGet();
            }
            TimeUnit.MICROSECONDS.sleep(200);
            return ended.incrementAndGet();
        });
        worstLock.note(start);
    }

    private void limit(Supplier<RateLimitDecision> call) {
        long start = System.nanoTime();
        RateLimitDecision decision = call.get();
        worstLimit.note(start);
        if (decision.enforced()) {
            permits.incrementAndGet();
        } else {
            unenforced.incrementAndGet();
        }
    }

    int unguarded() {
        return begun.get() - guarded.get() + unenforced.get();
    }

    /** Ends the load: each thread ends by itself. */
    @Override
    public void close() throws InterruptedException {
        done = true;
        Ends.await(threads, BOUND);
        assertThat(ended).as("bodies that ended").hasValue(begun.get());
    }
}
