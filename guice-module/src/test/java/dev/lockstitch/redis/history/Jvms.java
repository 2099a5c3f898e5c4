package dev.lockstitch.redis.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.testing.ChildJvm;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Stalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The JVMs of one history, those that were killed included. Not thread-safe. */
final class Jvms implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    private static final int SECONDS_TO_END = 90;

    private final RedisProcess redis;
    private final Path directory;
    private final Random random;
    private final Stalls stalls = new Stalls();
    private final List<Member> waiting = new ArrayList<>();
    private final List<Member> living = new ArrayList<>();
    private final List<LockRecord> records = new ArrayList<>();
    private final List<Long> harms = new ArrayList<>();
    private final Set<String> stopped = new HashSet<>();
    private long stallNanos;
    private int started;

    private record Member(String name, ChildJvm jvm, Path file, Path log, long startedNanos, Plan plan) {

        NodeHistory history() {
            return NodeHistory.read(name, file);
        }

        String said() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                return e.toString();
            }
        }
    }

    Jvms(RedisProcess redis, Path directory, Random random) {
        this.redis = redis;
        this.directory = directory;
        this.random = random;
    }

    /** Starts one that waits to be told, by {@link #go}. */
    void add(Plan plan) {
        String name = "jvm" + ++started;
        Path file = directory.resolve(name + ".history");
        Path log = directory.resolve(name + ".log");
        long now = System.nanoTime();
        ChildJvm jvm = ChildJvm.runInto(
                log, HistoryWorker.class, redis.url(), file.toString(), plan.written(), "" + random.nextLong());
        waiting.add(new Member(name, jvm, file, log, now, plan));
    }

    void awaitReady() {
        waiting.forEach(member -> awaitClock(member, 1));
        stalls.reset();
    }

    /** Has all those begin that wait, as soon as they are ready; they end at that time. */
    void go(long endNanos) {
        waiting.forEach(member -> awaitClock(member, 1));
        goReady(endNanos);
    }

    private void goReady(long endNanos) {
        List<Member> ready = waiting.stream()
                .filter(member -> !member.history().clock().isEmpty())
                .toList();
        ready.forEach(member -> tell(member, endNanos));
        waiting.removeAll(ready);
        living.addAll(ready);
    }

    /** One clock for all: its reading over there lies between two of ours. */
    private static void tell(Member member, long endNanos) {
        long before = System.nanoTime();
        member.jvm().tell("" + endNanos);
        awaitClock(member, 2);
        List<Long> clock = member.history().clock();
        assertThat(clock.get(0)).as("clock of " + member.name()).isBetween(member.startedNanos(), before);
        assertThat(clock.get(1)).as("clock of " + member.name()).isBetween(before, System.nanoTime());
    }

    private static void awaitClock(Member member, int readings) {
        await().atMost(START)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> member.history().clock().size() >= readings
                        || !member.jvm().process().isAlive());
        assertThat(member.history().clock().size()).as(member::said).isGreaterThanOrEqualTo(readings);
    }

    /** Kills one of them, as hard as can be, and starts another, which begins before the next kill if it is ready. */
    void killAndReplace(long endNanos) {
        goReady(endNanos);
        if (living.size() < 2) {
            go(endNanos);
        }
        Member victim = victim();
        living.remove(victim);
        long death = System.nanoTime();
        victim.jvm().kill();
        harms.add(death);
        records.addAll(victim.history().recordsUntilDeath(death));
        add(victim.plan());
    }

    /** Any, and every other time one that holds a lock, if there is: stopped, lest it gives the lock back meanwhile. */
    private Member victim() {
        Collections.shuffle(living, random);
        if (random.nextBoolean()) {
            for (Member member : living) {
                member.jvm().freeze();
                if (member.history().isHolding()) {
                    return member;
                }
                member.jvm().thaw();
            }
        }
        return living.get(0);
    }

    /** Stops one of them in its tracks, and lets it go on. */
    void stopOne(int millis) {
        Member victim = living.get(random.nextInt(living.size()));
        harms.add(System.nanoTime());
        victim.jvm().freeze();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        victim.jvm().thaw();
        stopped.add(victim.name());
    }

    /** What they did, when all have ended. */
    History end() throws InterruptedException {
        for (Member member : living) {
            assertThat(member.jvm().endsWell(SECONDS_TO_END)).as(member::said).isTrue();
            NodeHistory history = member.history();
            records.addAll(history.records());
            if (!stopped.contains(member.name())) {
                stallNanos = Math.max(stallNanos, history.stallNanos());
            }
        }
        stallNanos = Math.max(stallNanos, stalls.worst().toNanos());
        return new History(records, harms, Duration.ofNanos(stallNanos));
    }

    @Override
    public void close() {
        waiting.forEach(member -> member.jvm().close());
        living.forEach(member -> member.jvm().close());
        stalls.close();
    }
}
