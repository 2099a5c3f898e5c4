package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.LockEvents;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Those who wait without asking Redis, and the outage that they must notice all the same. */
final class LookingForLifeTest {

    @Test
    void whoWaitsForOneKeyKeepsNobodyFromLookingAfterTheServerOfAnother() {
        try (PlannedLink link = new PlannedLink()) {
            RedisLocks locks = new RedisLocks(link, CoordinatorSettings.DEFAULTS, new LockEvents(List.of()));
            await().until(() -> {
                locks.lookForLife(locks.scripts().names("a"));
                return link.looks("a") > 0;
            });
            locks.lookForLife(locks.scripts().names("b"));
            assertThat(link.looks("b")).isOne();
            locks.close();
        }
    }
}
