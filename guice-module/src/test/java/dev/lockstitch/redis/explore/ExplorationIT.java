package dev.lockstitch.redis.explore;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Short histories with faults of their own, over a real Redis, each of which follows from a seed but for its timing. What
 * fails is told with the line that repeats it, and kept in {@code target/failed-seeds.txt}. {@code -Dexplore.seconds=3600}
 * makes it long, with {@code -Djunit.jupiter.execution.timeout.default=2h}, {@code -Dexplore.seed=…} repeats one history,
 * {@code -Dexplore.times=…} as often. A seed that found something goes into {@code seeds.txt}, which every build begins
 * with.
 */
final class ExplorationIT {

    private static final long SECONDS = Long.getLong("explore.seconds", 9);
    private static final Long SEED = Long.getLong("explore.seed");
    private static final int TIMES = Integer.getInteger("explore.times", 20);

    /** What has to be met, beside every fault of the way: calls of each kind, their ends, and one server's turns. */
    private static final Set<String> LOCKS = Set.of(
            "held",
            "held shared",
            "held fair",
            "held several",
            "contended",
            "unavailable",
            "cancelled",
            "interrupted",
            "lost",
            "extended",
            "given back elsewhere",
            "deleted",
            "cut",
            "sent pass.lua",
            "sent goon.lua");

    private static final Set<String> LIMITS = Set.of(
            "GRANTED",
            "REJECTED",
            "UNAVAILABLE",
            "WITHDRAWN",
            "waited",
            "given back",
            "OUTAGES",
            "HEALTHY",
            "sent gcra.lua",
            "sent refund.lua");

    private static final Set<String> FAULTS = Set.of(
            "lost request",
            "lost reply",
            "broken connection",
            "slow request",
            "overtaken request",
            "late request",
            "run although withdrawn",
            "slow reply",
            "request while cut",
            "refused subscription",
            "lost message",
            "doubled message",
            "late message");

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.lockstitch");

    /** Thousands of outages are made on purpose. */
    @BeforeEach
    void quiet() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        logger.setLevel(null);
    }

    @Test
    void locksKeepTheirPromisesHoweverFaultyTheWayToRedisIs() throws InterruptedException {
        explore("locks", LOCKS);
    }

    @Test
    void limitsKeepTheirPromisesHoweverFaultyTheWayToRedisIs() throws InterruptedException {
        explore("limits", LIMITS);
    }

    private static void explore(String kind, Set<String> wanted) throws InterruptedException {
        try (World world = new World()) {
            Exploration exploration = new Exploration(world, kind);
            if (SEED != null) {
                tell(exploration.run(Collections.nCopies(TIMES, SEED)), SEED);
                return;
            }
            long first = ThreadLocalRandom.current().nextLong(1L << 40);
            Set<String> all = Sets.union(wanted, FAULTS);
            tell(exploration.run(kept(kind)).runFrom(first, TimeUnit.SECONDS.toNanos(SECONDS), all), first);
            assertThat(exploration.histories()).isGreaterThanOrEqualTo(Exploration.LEAST);
            assertThat(exploration.counts())
                    .as("what happened in these histories, which prove nothing of what did not")
                    .containsKeys(all.toArray(String[]::new));
        }
    }

    private static void tell(Exploration exploration, long first) {
        List<String> failures = exploration.failures();
        System.out.println(exploration);
        failures.forEach(System.out::println);
        assertThat(failures).as("%s, from seed %d on", exploration, first).isEmpty();
    }

    /** One a line: its kind, its seed, and what it found. */
    private static List<Long> kept(String kind) {
        try (InputStream in = ExplorationIT.class.getResourceAsStream("seeds.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(kind + " "))
                    .map(line -> Long.valueOf(line.split(" ", -1)[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
