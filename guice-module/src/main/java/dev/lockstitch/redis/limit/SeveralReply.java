package dev.lockstitch.redis.limit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@code gcra.lua} replies: how each limit stood, and whether the call was granted. */
final class SeveralReply {

    private SeveralReply() {}

    static Decision decision(String reply, List<Bucket> buckets) {
        String[] words = reply.split(" ", -1);
        if (words.length != 2 * buckets.size() + 2) {
            throw new IllegalStateException("gcra.lua replied with " + words.length + " words about " + buckets.size()
                    + " limits: its text and this class differ in version");
        }
        boolean granted = words[0].equals("1");
        long now = Long.parseLong(words[1]);
        List<LimitState> states = new ArrayList<>(buckets.size());
        List<Taken.Part> parts = new ArrayList<>(buckets.size());
        long longest = 0;
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            Standing standing = new Standing(
                    bucket.rate(), Long.parseLong(words[2 * i + 2]), Long.parseLong(words[2 * i + 3]) - now);
            long wait = wait(bucket, standing, granted);
            states.add(bucket.state(standing, wait != Standing.REJECTED));
            if (granted && wait != Standing.REJECTED) {
                longest = Math.max(longest, wait);
                if (bucket.cost() > 0) {
                    parts.add(new Taken.Part(bucket, wait > 0 ? now + wait : 0));
                }
            }
        }
        return granted ? Decision.granted(now, longest, states, taken(parts)) : Decision.rejected(now, states);
    }

    /** A limit that would have granted the call gives nothing when another rejected it. */
    private static long wait(Bucket bucket, Standing standing, boolean granted) {
        if (granted) {
            return standing.take(bucket.cost(), bucket.patience());
        }
        long wait = standing.waitMicros(bucket.cost());
        return bucket.cost() <= bucket.rate().burst() && wait <= bucket.patience() ? wait : Standing.REJECTED;
    }

    private static @Nullable Taken taken(List<Taken.Part> parts) {
        return parts.isEmpty() ? null : new Taken(Taken.Home.REDIS, List.copyOf(parts));
    }
}
