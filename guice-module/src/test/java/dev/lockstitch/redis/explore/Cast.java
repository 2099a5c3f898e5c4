package dev.lockstitch.redis.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The callers of one history, each on a thread of its own. */
final class Cast {

    /** What one of them does, and what it is doing just now. */
    private record Part(Runnable play, Supplier<String> doing) {}

    /** What goes wrong while they are at it, until all are done. */
    interface Meanwhile {
        void goWrong(CountDownLatch done) throws InterruptedException;
    }

    private final World world;
    private final Story story;
    private final List<ExploredNode> nodes;
    private final List<Part> parts = new ArrayList<>();

    Cast(World world, Story story, List<ExploredNode> nodes) {
        this.world = world;
        this.story = story;
        this.nodes = nodes;
    }

    void add(Runnable play, Supplier<String> doing) {
        parts.add(new Part(play, doing));
    }

    /** Once nothing goes wrong any more, all have to come to an end in that time. */
    void play(Meanwhile meanwhile, Duration rest) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(parts.size());
        for (Part part : parts) {
            world.threads().execute(() -> {
                part.play.run();
                done.countDown();
            });
        }
        meanwhile.goWrong(done);
        nodes.forEach(node -> node.way().heal());
        if (!done.await(rest.plus(world.stall()).toMillis(), TimeUnit.MILLISECONDS)) {
            parts.stream()
                    .map(part -> part.doing.get())
                    .filter(doing -> !doing.endsWith("nothing more"))
                    .forEach(doing -> story.wrong("does not end: " + doing));
        }
    }
}
