package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The scripts of locks, with their keys and arguments. */
final class LockScripts {

    private static final Script<Long> ACQUIRE = Script.number(LockScripts.class, "acquire.lua");
    private static final Script<Long> RELEASE = Script.number(LockScripts.class, "release.lua");
    private static final Script<Long> RENEW = Script.number(LockScripts.class, "renew.lua");

    /** How long the last fencing token is kept: longer than any step back of a clock that is looked after. */
    private static final long FENCE_MILLIS = 3_600_000;

    /** How long a node stays known as waiting: it says so anew with each poll. */
    private static final long WAITING_MILLIS = 10_000;

    private final Redis redis;
    private final KeyNames names;

    LockScripts(Redis redis, KeyNames names) {
        this.redis = redis;
        this.names = names;
    }

    Answer<Long> acquire(String key, String token, long leaseMillis, String tell, boolean company)
            throws InterruptedException {
        return redis.ask(
                ACQUIRE,
                List.of(names.of("lock", key), names.of("fence", key), names.of("wait", key)),
                token,
                Long.toString(leaseMillis),
                Long.toString(Math.max(FENCE_MILLIS, 2 * leaseMillis)),
                tell,
                Long.toString(WAITING_MILLIS),
                company ? "1" : "0");
    }

    Answer<Long> release(String key, String token) {
        return redis.askUninterruptibly(RELEASE, releaseKeys(key), token, names.channel("wake", ""), key);
    }

    CompletableFuture<Answer<Long>> releaseLater(String key, String token) {
        return redis.send(RELEASE, releaseKeys(key), token, names.channel("wake", ""), key);
    }

    CompletableFuture<Answer<Long>> renew(String key, String token, long leaseMillis) {
        return redis.send(RENEW, List.of(names.of("lock", key)), token, Long.toString(leaseMillis), "to");
    }

    Answer<Long> extend(String key, String token, long byMillis) {
        return redis.askUninterruptibly(RENEW, List.of(names.of("lock", key)), token, Long.toString(byMillis), "by");
    }

    private List<String> releaseKeys(String key) {
        return List.of(names.of("lock", key), names.of("wait", key));
    }
}
