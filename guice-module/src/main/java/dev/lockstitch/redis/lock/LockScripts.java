package dev.lockstitch.redis.lock;

import dev.lockstitch.LockMode;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The scripts of locks, with their keys and arguments. */
final class LockScripts {

    private static final String SHARED = "queue.lua";
    private static final Script<Long> ACQUIRE = script("acquire.lua");
    private static final Script<Long> RELEASE = script("release.lua");
    private static final Script<Long> PASS = script("pass.lua");
    private static final Script<Long> GO_ON = script("goon.lua");
    private static final Script<Long> RENEW = script("renew.lua");
    private static final Script<String> WHO = Script.text(LockScripts.class, List.of(SHARED, "who.lua"));
    private static final List<String> KINDS = List.of("lock", "fence", "queue", "nodes", "readers");

    private final Redis redis;
    private final KeyNames names;

    LockScripts(Redis redis, KeyNames names) {
        this.redis = redis;
        this.names = names;
    }

    private static Script<Long> script(String file) {
        return Script.number(LockScripts.class, SHARED, file);
    }

    /** The names of all that is kept for one key, as the scripts want them. */
    List<String> names(String key) {
        return names.of(KINDS, key);
    }

    Redis redis() {
        return redis;
    }

    Answer<Long> acquire(Ask ask) throws InterruptedException {
        return redis.ask(ACQUIRE, ask.names(), arguments(ask));
    }

    CompletableFuture<Answer<Long>> acquireLater(Ask ask) {
        return redis.send(ACQUIRE, ask.names(), arguments(ask));
    }

    private static Object[] arguments(Ask ask) {
        return new Object[] {
            ask.token(),
            ask.mode() == LockMode.SHARED ? "s" : "x",
            Long.toString(ask.lease().millis()),
            ask.queue() ? "1" : "0",
            Long.toString(ask.floor()),
            ask.spare() ? Handover.MOST_TEXT : "0"
        };
    }

    Answer<Long> release(List<String> keys, String token, long keepMillis, long used) {
        return redis.askUninterruptibly(RELEASE, keys, token, Long.toString(keepMillis), Long.toString(used));
    }

    CompletableFuture<Answer<Long>> releaseLater(String key, String token, long keepMillis, long used) {
        return redis.send(RELEASE, names(key), token, Long.toString(keepMillis), Long.toString(used));
    }

    /** The tokens that the lock knows, joined. */
    CompletableFuture<Answer<String>> whoLater(String key) {
        return redis.send(WHO, names(key));
    }

    Answer<Long> pass(List<String> keys, String token, String next, Lease lease) {
        return redis.askUninterruptibly(PASS, keys, token, next, Long.toString(lease.millis()), Handover.MOST_TEXT);
    }

    CompletableFuture<Answer<Long>> goOn(Hold hold) {
        return redis.send(
                GO_ON, hold.names(), hold.token(), Long.toString(hold.lease().millis()), Handover.MOST_TEXT);
    }

    CompletableFuture<Answer<Long>> renew(List<String> keys, String token, Lease lease) {
        return redis.send(RENEW, keys, token, Long.toString(lease.millis()), "to");
    }

    Answer<Long> extend(Hold hold, long byMillis) {
        return redis.askUninterruptibly(RENEW, hold.names(), hold.token(), Long.toString(byMillis), "by");
    }

    /**
     * One question for a lock.
     *
     * @param names the names of all that is kept for its key
     * @param queue whether to wait in the queue when it is not free
     * @param floor the least fencing token that will do
     * @param spare whether fencing tokens are wanted for handing the lock over within this node
     */
    record Ask(List<String> names, String token, LockMode mode, Lease lease, boolean queue, long floor, boolean spare) {

        /** Neither the token nor the key. */
        @Override
        public String toString() {
            return "Ask[" + mode + ", " + lease + ", queue=" + queue + "]";
        }
    }
}
