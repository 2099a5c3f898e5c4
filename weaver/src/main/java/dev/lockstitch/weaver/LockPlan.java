package dev.lockstitch.weaver;

import dev.lockstitch.LockMode;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.weaver.key.KeyTemplate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a method's {@code @DistributedLock} says, read once. */
record LockPlan(
        Reply reply,
        String name,
        KeyTemplate key,
        Duration waitTime,
        @Nullable Duration leaseTime,
        boolean skipWhenContended,
        Fallback fallback,
        OnUnavailable onUnavailable) {

    LockRequest request(String rendered) {
        return new LockRequest(
                name,
                List.of(rendered),
                LockMode.EXCLUSIVE,
                false,
                waitTime,
                leaseTime,
                Duration.ZERO,
                onUnavailable,
                true);
    }
}
