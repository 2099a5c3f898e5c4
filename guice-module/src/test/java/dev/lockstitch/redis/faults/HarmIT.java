package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Stalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis is taken away in every way that we know of: what the first call pays, what the others pay, and the way back. */
final class HarmIT {

    private static final Duration BUDGET = CoordinatorSettings.DEFAULTS.decisionBudget();
    private static final Duration SLACK = Duration.ofMillis(100);

    /** Were each to find out by itself, it would take minutes. */
    private static final Duration THOUSAND = Duration.ofSeconds(2);

    private static final Duration BACK = Duration.ofSeconds(3);
    private static final List<Way> WAYS = List.of(Way.values());

    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();
    private final List<Harmed> all = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        Together.each(all, harmed -> harmed.site.close());
        stalls.close();
        logged.close();
    }

    /** A node for each way to ask: none is to learn from another. */
    private static final class Harmed {
        private final Harm harm;
        private final Site site = new Site();
        private final Map<Way, Node> nodes = new EnumMap<>(Way.class);
        private final Node holder = site.node();
        private final HeldLock held =
                holder.coordinator().tryLock("held", Duration.ZERO).orElseThrow();
        private long fromNanos;

        Harmed(Harm harm) {
            this.harm = harm;
            WAYS.forEach(way -> nodes.put(way, site.node()));
        }

        void begin() throws Exception {
            harm.begin(site);
            fromNanos = System.nanoTime();
        }

        void end() throws Exception {
            if (!harm.showsLife()) {
                harm.end(site);
                fromNanos = System.nanoTime();
            }
        }

        Node node(Way way) {
            return Objects.requireNonNull(nodes.get(way));
        }

        boolean isGuarded(Way way, String key) {
            return way.isGuarded(node(way).coordinator(), key + way);
        }

        @Override
        public String toString() {
            return harm.toString();
        }
    }

    @Test
    void theFirstCallIsBoundedTheOthersAreFreeAndRedisIsUsedAgainWithinThreeSeconds() throws Exception {
        for (Harm harm : Harm.values()) {
            all.add(new Harmed(harm));
        }
        for (Harmed harmed : all) {
            harmed.begin();
            stalls.reset();
            Together.each(firstCalls(harmed), Callable::call);
            Together.each(WAYS, way -> assertOthersAreFree(harmed, way));
        }
        Together.each(all, harmed -> {
            harmed.end();
            Together.each(WAYS, way -> assertBack(harmed, way));
            // One for each node, or a few on a machine that holds them up: not one for each of thousands of calls.
            int nodes = WAYS.size() + 1;
            assertThat(outages(harmed)).hasSizeBetween(nodes, 3 * nodes);
        });
        assertThat(logged.errors()).isEmpty();
    }

    /** To give back what was taken before is one of them. */
    private List<Callable<Void>> firstCalls(Harmed harmed) {
        List<Callable<Void>> calls = new ArrayList<>();
        WAYS.forEach(way -> calls.add(() -> {
            assertThat(bounded(() -> harmed.isGuarded(way, "first"))).isFalse();
            assertThat(harmed.node(way).coordinator().isRedisAvailable()).isFalse();
            return null;
        }));
        calls.add(() -> {
            bounded(() -> {
                harmed.held.close();
                return null;
            });
            assertThat(harmed.holder.coordinator().isRedisAvailable()).isFalse();
            return null;
        });
        return calls;
    }

    private <T> T bounded(Callable<T> call) throws Exception {
        long start = System.nanoTime();
        T came = call.call();
        assertThat(Site.since(start)).isLessThan(BUDGET.plus(SLACK).plus(pauses()));
        return came;
    }

    /** A call may be held up more than once; and after a pause of this JVM the budget begins anew. */
    private Duration pauses() {
        Duration often = stalls.worst().multipliedBy(3);
        return often.compareTo(SLACK) > 0 ? often.plus(BUDGET) : often;
    }

    private void assertOthersAreFree(Harmed harmed, Way way) {
        long start = System.nanoTime();
        int guarded = 0;
        for (int i = 0; i < 1000; i++) {
            guarded += harmed.isGuarded(way, "others") ? 1 : 0;
        }
        assertThat(Site.since(start)).isLessThan(THOUSAND.plus(stalls.worst()));
        assertThat(guarded).isZero();
    }

    private void assertBack(Harmed harmed, Way way) {
        await().pollInterval(Site.SOON).until(() -> harmed.isGuarded(way, "back"));
        assertThat(Site.since(harmed.fromNanos)).isLessThan(BACK.plus(stalls.worst()));
    }

    private List<String> outages(Harmed harmed) {
        return logged.warnings().stream()
                .filter(line ->
                        line.startsWith("⚠️  Redis unavailable at redis://127.0.0.1:" + harmed.site.proxy.port() + ":"))
                .toList();
    }
}
