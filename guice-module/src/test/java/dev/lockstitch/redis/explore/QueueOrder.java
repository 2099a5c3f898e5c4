package dev.lockstitch.redis.explore;

import dev.lockstitch.redis.Ask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * First come, first served: who had been told that it stands in Redis's queue before another asked for the first time gets
 * the smaller fencing token. Of exclusive callers, and where nothing went wrong.
 */
final class QueueOrder {

    private QueueOrder() {}

    /** One caller as Redis saw it. */
    private record Stay(String key, long cameNanos, long queuedNanos, long fence) {}

    static void check(List<Ask> asks, Story story) {
        Map<String, List<Ask>> byToken = new LinkedHashMap<>();
        asks.forEach(ask ->
                byToken.computeIfAbsent(ask.token(), token -> new ArrayList<>()).add(ask));
        List<Stay> stays = byToken.values().stream()
                .filter(some -> some.get(0).exclusive())
                .map(QueueOrder::stay)
                .filter(stay -> stay.fence > 0)
                .toList();
        for (Stay first : stays) {
            for (Stay second : stays) {
                if (first.key.equals(second.key)
                        && first.queuedNanos < second.cameNanos
                        && first.fence > second.fence) {
                    story.wrong("overtaken: " + first + " by " + second);
                }
            }
        }
    }

    private static Stay stay(List<Ask> asks) {
        long came = asks.stream().mapToLong(Ask::sentNanos).min().orElseThrow();
        long queued = asks.stream()
                .filter(ask -> ask.queued() && ask.reply() < 0)
                .mapToLong(Ask::heardNanos)
                .min()
                .orElse(Long.MAX_VALUE);
        // The first one: who gets its answer too late asks again, and gets another.
        long fence = asks.stream()
                .mapToLong(Ask::reply)
                .filter(reply -> reply > 0)
                .min()
                .orElse(0);
        return new Stay(asks.get(0).key(), came, queued, fence);
    }
}
