package dev.lockstitch.redis.limit;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.AppliedLimit;
import java.time.Duration;

/** What the end of a line asks for: nothing. */
final class EndOfLine {

    static final Bucket BUCKET = bucket();

    private EndOfLine() {}

    private static Bucket bucket() {
        Limit any = Limit.of(1, Duration.ofSeconds(1));
        return Bucket.of(new AppliedLimit("", "end", any, any, 0, Duration.ZERO, false));
    }
}
