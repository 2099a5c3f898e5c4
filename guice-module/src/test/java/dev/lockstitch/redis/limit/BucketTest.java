package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.AppliedLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BucketTest {

    @Test
    void aWaitThatCannotBeComputedIsNamedWithTheLimitsNameEscapedAndShortened() {
        Limit awkward = new Limit(999_999_937, Duration.ofHours(1), 1);
        AppliedLimit asked =
                new AppliedLimit("a\nb" + "c".repeat(500), "k", awkward, awkward, 1, Duration.ofDays(365), false);
        assertThatThrownBy(() -> Bucket.of(asked))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(limit \"a\\u000abccc")
                .hasMessageNotContaining("c".repeat(100))
                .hasMessageNotContaining("\n");
    }
}
