package dev.lockstitch.redis.explore;

import dev.lockstitch.redis.Faults;
import dev.lockstitch.redis.LimitTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One history of locks: callers of some nodes, what goes wrong meanwhile, and what has to be true in the end. */
final class LockHistory {

    private static final List<String> KINDS = List.of("lock", "queue", "nodes", "readers", "fence");
    private static final Duration REST = Duration.ofSeconds(12);
    private static final long LOOK_NANOS = 5_000_000;

    private final World world;
    private final Story story;
    private final Luck luck;
    private final LockPlan plan;
    private final LockBook book = new LockBook();
    private final List<ExploredNode> nodes = new ArrayList<>();
    private final Cast cast;

    LockHistory(World world, Story story) {
        this.world = world;
        this.story = story;
        cast = new Cast(world, story, nodes);
        luck = new Luck(story.seed());
        plan = LockPlan.of(story.seed(), luck);
        Faults faults = plan.faults(luck);
        story.planned(plan + " " + faults);
        for (int i = 0; i < plan.nodes(); i++) {
            nodes.add(new ExploredNode(
                    "n" + i,
                    world.redis().way(faults, luck.seed(), plan.settings()),
                    plan.settings(),
                    new LimitTerms(List.of(), null),
                    world.threads()));
        }
        for (int i = 0; i < plan.callers(); i++) {
            ExploredNode node = nodes.get(i % plan.nodes());
            ExploredNode other = nodes.get((i + 1) % plan.nodes());
            LockCaller caller = new LockCaller(story, plan, book, node, other, i, world);
            Luck own = luck.another();
            List<LockCall> some = new ArrayList<>();
            for (int call = 0; call < plan.calls(); call++) {
                some.add(LockCall.of(plan, own));
            }
            cast.add(() -> caller.make(some), caller::doing);
        }
    }

    void run() throws InterruptedException {
        try {
            if (plan.isHealthy()) {
                nodes.forEach(ExploredNode::awaitContact);
            }
            cast.play(this::goWrong, REST);
            book.check(story, plan, world.stall());
            if (plan.isHealthy()) {
                QueueOrder.check(
                        nodes.stream()
                                .flatMap(node -> node.way().asks().stream())
                                .toList(),
                        story);
            }
            comeToRest();
            nodes.forEach(node -> node.way().counts().forEach(story::count));
            story.count(plan.kind().toString());
            story.trace(nodes, book.told());
        } finally {
            nodes.forEach(ExploredNode::close);
            world.delete(names());
        }
    }

    /** While the callers are at it. */
    private void goWrong(CountDownLatch done) throws InterruptedException {
        int events = luck.between(1, 3);
        for (int i = 0; i < events; i++) {
            if (done.await(luck.between(1, 120), TimeUnit.MILLISECONDS)) {
                return;
            }
            checkExpiry();
            switch (plan.kind()) {
                case OUTAGES -> cut();
                case LOSSES -> delete();
                case HEALTHY, FAULTS -> {}
            }
        }
        done.await(luck.between(100, 1500), TimeUnit.MILLISECONDS);
    }

    private void cut() {
        Duration time = luck.millis(10, 250);
        boolean silently = luck.percent(50);
        boolean all = luck.percent(50);
        nodes.subList(0, all ? nodes.size() : 1).forEach(node -> node.way().cut(time, silently));
        story.count("cut");
    }

    private void delete() {
        List<String> keys = new ArrayList<>();
        boolean all = luck.percent(40);
        int first = all ? 0 : luck.between(0, plan.keys() - 1);
        for (int i = first; i < (all ? plan.keys() : first + 1); i++) {
            keys.add("k" + i);
        }
        List<String> kinds =
                all || luck.percent(50) ? KINDS : luck.oneOf(List.of("lock"), List.of("queue"), List.of("readers"));
        List<String> names = keys.stream()
                .flatMap(key -> kinds.stream().map(kind -> name(kind, key)))
                .toList();
        long before = System.nanoTime();
        world.delete(names);
        book.lost(keys, kinds, before, System.nanoTime());
        story.count("deleted");
    }

    private String name(String kind, String key) {
        return plan.prefix() + ":" + kind + ":{" + key + "}";
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < plan.keys(); i++) {
            String key = "k" + i;
            KINDS.forEach(kind -> names.add(name(kind, key)));
        }
        return names;
    }

    private List<String> checkExpiry() {
        List<String> there = world.there(names());
        there.stream().filter(key -> key.endsWith("=-1")).forEach(key -> story.wrong("never expires: " + key));
        return there;
    }

    /** Nothing is left but the last fencing tokens, long before leases are over. */
    private void comeToRest() {
        long end = System.nanoTime() + REST.plus(world.stall()).toNanos();
        List<String> left = left();
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS * 4);
            left = left();
        }
        left.forEach(each -> story.wrong("left: " + each));
    }

    private List<String> left() {
        List<String> left = new ArrayList<>(checkExpiry());
        left.removeIf(key -> key.contains(":fence:"));
        nodes.forEach(node -> left.addAll(node.left()));
        return left;
    }
}
