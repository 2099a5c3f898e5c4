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
        List<Standing> standings = new ArrayList<>(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            standings.add(new Standing(
                    buckets.get(i).rate(), Long.parseLong(words[2 * i + 2]), Long.parseLong(words[2 * i + 3]) - now));
        }
        return granted ? granted(now, buckets, standings) : rejected(now, buckets, standings);
    }

    private static Decision granted(long now, List<Bucket> buckets, List<Standing> standings) {
        long start = Bucket.start(buckets, standings);
        List<LimitState> states = new ArrayList<>(buckets.size());
        List<Taken.Part> parts = new ArrayList<>(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            boolean fits = bucket.fits(standings.get(i));
            if (fits) {
                Taken.Part part = bucket.takeAt(standings.get(i), start, now);
                if (bucket.cost() > 0) {
                    parts.add(part);
                }
            }
            states.add(bucket.state(standings.get(i), fits));
        }
        return Decision.granted(now, start, states, taken(parts));
    }

    /** A limit that would have granted the call gives nothing when another rejected it. */
    private static Decision rejected(long now, List<Bucket> buckets, List<Standing> standings) {
        List<LimitState> states = new ArrayList<>(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            states.add(buckets.get(i).state(standings.get(i), buckets.get(i).fits(standings.get(i))));
        }
        return Decision.rejected(now, states);
    }

    private static @Nullable Taken taken(List<Taken.Part> parts) {
        return parts.isEmpty() ? null : new Taken(Taken.Home.REDIS, List.copyOf(parts));
    }
}
