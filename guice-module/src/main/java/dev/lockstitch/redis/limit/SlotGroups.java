package dev.lockstitch.redis.limit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Limits by what they share a slot of a cluster with: names in Redis have the rendered key alone for their hash tag. */
final class SlotGroups {

    private SlotGroups() {}

    static List<List<Bucket>> of(List<Bucket> buckets) {
        Map<String, List<Bucket>> groups = new LinkedHashMap<>();
        for (Bucket bucket : buckets) {
            groups.computeIfAbsent(bucket.asked().key(), key -> new ArrayList<>())
                    .add(bucket);
        }
        return List.copyOf(groups.values());
    }
}
