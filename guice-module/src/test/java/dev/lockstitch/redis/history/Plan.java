package dev.lockstitch.redis.history;

import dev.lockstitch.LockMode;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What the threads of a JVM do over and over.
 *
 * @param threads how many
 * @param keys of how many keys each request takes some, in any order
 * @param sharedPercent how many requests of a hundred ask for a shared lock
 * @param fair whether they ask for first come, first served
 * @param body how long a lock is held
 * @param lease the lease, renewed while held
 */
record Plan(int threads, int keys, int sharedPercent, boolean fair, Duration body, Duration lease) {

    /** Far more than any wait that the rules allow: nobody is to give up. */
    static final Duration WAIT_TIME = Duration.ofMinutes(1);

    static final Plan HOT_KEY = new Plan(8, 1, 0, false, Duration.ofNanos(200_000), Duration.ofSeconds(30));

    Plan withThreads(int count) {
        return new Plan(count, keys, sharedPercent, fair, body, lease);
    }

    Plan withKeys(int count) {
        return new Plan(threads, count, sharedPercent, fair, body, lease);
    }

    Plan withShared(int percent) {
        return new Plan(threads, keys, percent, fair, body, lease);
    }

    Plan withFairness() {
        return new Plan(threads, keys, sharedPercent, true, body, lease);
    }

    Plan withBody(Duration time) {
        return new Plan(threads, keys, sharedPercent, fair, time, lease);
    }

    Plan withLease(Duration time) {
        return new Plan(threads, keys, sharedPercent, fair, body, time);
    }

    LockRequest next(Random random) {
        return new LockRequest(
                "",
                someKeys(random),
                random.nextInt(100) < sharedPercent ? LockMode.SHARED : LockMode.EXCLUSIVE,
                fair,
                WAIT_TIME,
                null,
                Duration.ZERO,
                OnUnavailable.DEFAULT,
                false);
    }

    private List<String> someKeys(Random random) {
        List<String> all = new ArrayList<>(
                IntStream.range(0, keys).mapToObj(i -> "history:" + i).toList());
        Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, 1 + random.nextInt(keys)));
    }

    String written() {
        return String.join(
                " ", "" + threads, "" + keys, "" + sharedPercent, "" + fair, body.toString(), lease.toString());
    }

    static Plan read(String written) {
        String[] words = written.split(" ", -1);
        return new Plan(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Boolean.parseBoolean(words[3]),
                Duration.parse(words[4]),
                Duration.parse(words[5]));
    }
}
