package dev.lockstitch.redis.history;

import dev.lockstitch.LockMode;
import dev.lockstitch.redis.history.LockRecord.Ending;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random history in which nothing forbidden is, made by one that grants the locks one after the other. */
final class Schedule {

    static final long LONGEST_WAIT = 1_000;

    private static final List<String> KEYS = List.of("a", "b", "c");

    private final Random random;
    private final Map<String, Long> freeForWriters = new HashMap<>();
    private final Map<String, Long> freeForReaders = new HashMap<>();
    private long clock = 1_000_000;
    private long lastAsked;
    private long token;

    private Schedule(Random random) {
        this.random = random;
    }

    static List<LockRecord> random(Random random, int length) {
        Schedule schedule = new Schedule(random);
        List<LockRecord> records = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            records.add(schedule.next());
        }
        return records;
    }

    private LockRecord next() {
        List<String> keys = someKeys();
        LockMode mode = random.nextBoolean() ? LockMode.EXCLUSIVE : LockMode.SHARED;
        Map<String, Long> free = mode == LockMode.EXCLUSIVE ? freeForWriters : freeForReaders;
        for (String key : keys) {
            clock = Math.max(clock, free.getOrDefault(key, 0L));
        }
        clock += random.nextInt(20);
        lastAsked = Math.max(lastAsked, clock - random.nextInt((int) LONGEST_WAIT));
        token += 1 + random.nextInt(5);
        long until = clock + 1 + random.nextInt(100);
        for (String key : keys) {
            freeForWriters.merge(key, until, Math::max);
            if (mode == LockMode.EXCLUSIVE) {
                freeForReaders.put(key, until);
            }
        }
        return LockRecord.asked("n" + random.nextInt(3), random.nextInt(8), keys, mode, lastAsked)
                .granted(clock, token)
                .ended(until, random.nextInt(10) == 0 ? Ending.KILLED : Ending.RELEASED);
    }

    private List<String> someKeys() {
        List<String> keys = new ArrayList<>(KEYS);
        Collections.shuffle(keys, random);
        return List.copyOf(keys.subList(0, 1 + random.nextInt(KEYS.size())));
    }
}
