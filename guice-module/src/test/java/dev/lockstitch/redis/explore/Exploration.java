package dev.lockstitch.redis.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Runs histories side by side, since most of their time is waiting. */
final class Exploration {

    private static final int BESIDE = Integer.getInteger("explore.beside", 48);
    private static final int REPEATS = Integer.getInteger("explore.repeat", 10);
    private static final int MOST_FAILURES = Integer.getInteger("explore.most", 20);

    /** Fewer prove nothing. */
    static final int LEAST = 300;

    private static final int MOST_TIMES = 4;

    private final World world;
    private final String kind;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Queue<Story> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger histories = new AtomicInteger();

    Exploration(World world, String kind) {
        this.world = world;
        this.kind = kind;
    }

    /** One by one, so that little else is in the way. */
    Exploration run(List<Long> seeds) throws InterruptedException {
        Queue<Long> left = new ConcurrentLinkedQueue<>(seeds);
        work(() -> {
            Long seed = left.poll();
            return seed == null ? Long.MIN_VALUE : seed;
        });
        return this;
    }

    /** New ones from a first seed on until the time is over, and for longer if they do not prove much by then. */
    Exploration runFrom(long firstSeed, long nanos, Set<String> wanted) throws InterruptedException {
        long start = System.nanoTime();
        AtomicInteger count = new AtomicInteger();
        work(() -> {
            long past = System.nanoTime() - start;
            boolean more = past < nanos || (past < MOST_TIMES * nanos && !(histories() >= LEAST && met(wanted)));
            return more && failures.size() < MOST_FAILURES ? firstSeed + count.getAndIncrement() : Long.MIN_VALUE;
        });
        return this;
    }

    private synchronized boolean met(Set<String> wanted) {
        return counts.keySet().containsAll(wanted);
    }

    private void work(LongSupplier seeds) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < BESIDE; i++) {
            Thread thread = new Thread(() -> {
                for (long seed = seeds.getAsLong(); seed != Long.MIN_VALUE; seed = seeds.getAsLong()) {
                    add(tell(seed));
                }
            });
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private Story tell(long seed) {
        Story story = new Story(seed);
        try {
            if (kind.equals("locks")) {
                new LockHistory(world, story).run();
            } else {
                new LimitHistory(world, story).run();
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            story.wrong("the history itself failed: " + e + " at " + List.of(e.getStackTrace()));
        }
        return story;
    }

    private synchronized void add(Story story) {
        histories.incrementAndGet();
        story.counts().forEach((what, times) -> counts.merge(what, times, Integer::sum));
        if (!story.isGood()) {
            failures.add(story);
            FailedSeeds.keep(kind, story);
        }
    }

    int histories() {
        return histories.get();
    }

    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    /** What failed, each with the line that repeats it and how often it fails when it is repeated. */
    List<String> failures() {
        return failures.stream().map(this::told).toList();
    }

    private String told(Story story) {
        int again = 0;
        for (int i = 0; i < REPEATS; i++) {
            again += tell(story.seed()).isGood() ? 0 : 1;
        }
        return "reproduce (failed " + again + " of " + REPEATS + " times more): mvn -pl guice-module -am verify"
                + " -Dtest=none -Dit.test=ExplorationIT#" + kind + "* -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dfailsafe.failIfNoSpecifiedTests=false -Dexplore.seed=" + story.seed()
                + "\n  " + story;
    }

    @Override
    public String toString() {
        return histories + " histories of " + kind + ": " + counts();
    }
}
