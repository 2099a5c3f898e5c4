package dev.lockstitch.redis.explore;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.Faults;
import dev.lockstitch.redis.FaultyRedis;
import dev.lockstitch.redis.LimitTerms;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** One history of limits: callers of some nodes, what goes wrong meanwhile, and what has to be true in the end. */
final class LimitHistory {

    private static final Duration REST = Duration.ofSeconds(8);
    private static final long LOOK_NANOS = 20_000_000;

    private final World world;
    private final Story story;
    private final Luck luck;
    private final LimitPlan plan;
    private final LimitBook book;
    private final List<ExploredNode> nodes = new ArrayList<>();
    private final Cast cast;

    LimitHistory(World world, Story story) {
        this.world = world;
        this.story = story;
        cast = new Cast(world, story, nodes);
        luck = new Luck(story.seed());
        plan = LimitPlan.of(story.seed(), luck);
        book = new LimitBook(plan);
        Faults faults = plan.faults(luck);
        CoordinatorSettings settings = plan.settings();
        story.planned(plan + " " + faults);
        LimitTerms terms = new LimitTerms(List.of(), plan.overrides());
        for (int i = 0; i < plan.nodes(); i++) {
            nodes.add(new ExploredNode(
                    "n" + i, world.redis().way(faults, luck.seed(), settings), settings, terms, world.threads()));
        }
        for (int i = 0; i < plan.callers(); i++) {
            LimitCaller caller = new LimitCaller(story, plan, book, nodes.get(i % plan.nodes()), world.alarms());
            Luck own = luck.another();
            List<LimitCall> some = IntStream.range(0, plan.calls())
                    .mapToObj(call -> LimitCall.of(plan, own))
                    .toList();
            cast.add(() -> caller.make(some), caller::doing);
        }
    }

    void run() throws InterruptedException {
        try {
            if (plan.isHealthy()) {
                nodes.forEach(ExploredNode::awaitContact);
            }
            cast.play(this::goWrong, REST);
            book.check(story);
            if (plan.slow()) {
                account();
            }
            checkExpiry();
            nodes.forEach(node -> node.way().counts().forEach(story::count));
            story.count(plan.kind().toString());
            story.trace(nodes, book.told());
        } finally {
            nodes.forEach(ExploredNode::close);
            world.delete(names());
        }
    }

    private void goWrong(CountDownLatch done) throws InterruptedException {
        int events = luck.between(1, 3);
        for (int i = 0; i < events; i++) {
            if (done.await(luck.between(1, 120), TimeUnit.MILLISECONDS)) {
                return;
            }
            if (plan.kind() == LockPlan.Kind.OUTAGES) {
                boolean all = luck.percent(50);
                Duration time = luck.millis(10, 200);
                boolean silently = luck.percent(50);
                nodes.subList(0, all ? nodes.size() : 1)
                        .forEach(node -> node.way().cut(time, silently));
            }
        }
        done.await(luck.between(100, 1500), TimeUnit.MILLISECONDS);
    }

    /** As soon as what is on its way has arrived. */
    private void account() {
        // A judge who is patient with a busy machine.
        CoordinatorSettings settings = plan.patient();
        LimitTerms terms = new LimitTerms(List.of(), null);
        FaultyRedis.Way way = world.redis().way(Faults.NONE, 0, settings);
        try (ExploredNode judge = new ExploredNode("judge", way, settings, terms, world.threads())) {
            account(judge);
        }
    }

    private void account(ExploredNode judge) {
        long end = System.nanoTime() + REST.plus(world.stall()).toNanos();
        for (int i = 0; i < plan.limits().size(); i++) {
            String wrong = book.account(i, taken(judge, i));
            while (wrong != null && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(LOOK_NANOS);
                wrong = book.account(i, taken(judge, i));
            }
            if (wrong != null) {
                story.wrong(wrong);
            }
        }
    }

    /** What Redis says. */
    private long taken(ExploredNode judge, int limit) {
        Limit declared = plan.limits().get(limit);
        LimitRequest.Part part =
                new LimitRequest.Part(LimitPlan.name(limit), LimitPlan.key(limit), declared, 0, Duration.ZERO);
        RateLimitDecision decision = judge.coordinator().tryAcquire(LimitRequest.of(part));
        return declared.burst() - decision.limits().get(0).remaining();
    }

    private List<String> names() {
        return IntStream.range(0, plan.limits().size()).mapToObj(plan::redisKey).toList();
    }

    private void checkExpiry() {
        world.there(names()).stream()
                .filter(key -> key.endsWith("=-1"))
                .forEach(key -> story.wrong("never expires: " + key));
    }
}
