package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A replica that takes over may have heard that a lock was taken and not that it was given back. It is asked, key by key,
 * and what this node has given back is given back once more, long before its lease is over.
 */
final class Succession {

    /** Calls come first: so few questions are on their way at a time. */
    private static final int AT_ONCE = 16;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** After that the lease is nearly over. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final RedisLocks locks;
    private final LockScripts scripts;
    private final LastReleases releases = new LastReleases();

    Succession(RedisLocks locks, LockScripts scripts) {
        this.locks = locks;
        this.scripts = scripts;
    }

    /** A token was given back, as far as is known. */
    void released(String key, String token) {
        releases.add(key, token);
    }

    /** Another server is the primary now. */
    void takesPlace() {
        var unused = locks.later(
                () -> {
                    Round round = new Round(releases.take());
                    for (int i = 0; i < AT_ONCE; i++) {
                        round.next();
                    }
                },
                0);
    }

    private final class Round {
        private final Queue<Map.Entry<String, Set<String>>> left;
        private final long startNanos = System.nanoTime();

        Round(Map<String, Set<String>> given) {
            left = new ConcurrentLinkedQueue<>(given.entrySet());
        }

        void next() {
            Map.Entry<String, Set<String>> first = left.poll();
            if (first != null && System.nanoTime() - startNanos < PATIENCE_NANOS) {
                var unused = scripts.whoLater(first.getKey()).thenAccept(answer -> judge(answer, first));
            }
        }

        private void judge(Answer<String> answer, Map.Entry<String, Set<String>> asked) {
            long pause = 0;
            if (answer instanceof Answer.Reply<String> reply) {
                Tokens.each(reply.value()).stream()
                        .filter(asked.getValue()::contains)
                        .forEach(token -> locks.abandon(asked.getKey(), token, 0));
            } else if (answer instanceof Answer.None<String> none
                    && none.failure().kind() != Failure.Kind.FOREIGN_VALUE) {
                left.add(asked);
                pause = PAUSE_NANOS;
            }
            // Not from here: answers may come at once, and thousands of them would end the stack.
            var unused = locks.later(this::next, pause);
        }
    }
}
