package dev.lockstitch.redis.limit.history;

import dev.lockstitch.Limit;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of a JVM ask for, over and over.
 *
 * @param limit the declared limit
 * @param other what holds instead in every other phase; null: there are no overrides
 * @param phaseMillis how long a phase lasts
 * @param most the cost of every other call; of the rest it is one
 * @param waiters how many of the threads wait for their permits
 * @param refundPercent how many of a hundred grants are given back
 * @param restless whether waiters are interrupted, and futures cancelled, now and then
 */
record Demand(
        Limit limit,
        @Nullable Limit other,
        int phaseMillis,
        int most,
        int waiters,
        int refundPercent,
        boolean restless) {

    static final int THREADS = 4;
    static final Duration WAIT_TIME = Duration.ofMillis(200);

    static Demand of(long permitsPerSecond, int most) {
        return new Demand(Limit.of(permitsPerSecond, Duration.ofSeconds(1)), null, 0, most, 0, 0, false);
    }

    Demand withWaits(int threads, int refunds) {
        return new Demand(limit, other, phaseMillis, most, threads, refunds, true);
    }

    Demand changing(Limit to, int everyMillis) {
        return new Demand(limit, to, everyMillis, most, waiters, refundPercent, restless);
    }

    int cost(Random random) {
        return random.nextBoolean() ? most : 1;
    }

    String written() {
        return String.join(
                " ",
                written(limit),
                other == null ? "-" : written(other),
                "" + phaseMillis,
                "" + most,
                "" + waiters,
                "" + refundPercent,
                "" + restless);
    }

    static Demand read(String written) {
        String[] words = written.split(" ", -1);
        return new Demand(
                limit(words[0]),
                words[1].equals("-") ? null : limit(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5]),
                Boolean.parseBoolean(words[6]));
    }

    static String written(Limit limit) {
        return limit.permits() + "/" + limit.period() + "/" + limit.burst();
    }

    static Limit limit(String written) {
        String[] numbers = written.split("/", -1);
        return new Limit(Long.parseLong(numbers[0]), Duration.parse(numbers[1]), Long.parseLong(numbers[2]));
    }
}
