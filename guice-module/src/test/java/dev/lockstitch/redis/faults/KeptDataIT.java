package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis dies and comes back with its data. */
final class KeptDataIT {

    private static final Limit FOUR_AN_HOUR = Limit.of(4, Duration.ofHours(1));

    private final Logged logged = new Logged();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final LockListener listener = new LockListener() {
        @Override
        public void onLost(LockEvent lock) {
            lost.add(lock.key());
        }
    };

    @AfterEach
    void stop() {
        logged.close();
    }

    @Test
    void aLockIsHeldAndALimitIsSpentAsIfNothingHadBeen() {
        try (RedisProcess redis = RedisProcess.startKeeping();
                Node one = Node.on(redis, MixedLoad.PATIENT, listener);
                Node two = Node.on(redis, MixedLoad.PATIENT)) {
            HeldLock held = one.coordinator().tryLock("k", Duration.ZERO).orElseThrow();
            assertThat(one.coordinator().tryAcquire("k", FOUR_AN_HOUR, 2).enforced())
                    .isTrue();
            redis.kill();
            List<Coordinator> both = List.of(one.coordinator(), two.coordinator());
            assertThat(both).as("whether it is there").noneMatch(each -> Way.LOCK.isGuarded(each, "down"));
            redis.launch();
            await().pollInterval(Site.SOON).until(() -> both.stream().allMatch(Coordinator::isRedisAvailable));
            assertThat(held.isHeld()).isTrue();
            assertThat(two.coordinator().tryLock("k", Duration.ZERO)).isEmpty();
            assertThat(held.extend(Duration.ofSeconds(1))).as("Redis knows it").isTrue();
            assertThat(two.coordinator().tryAcquire("k", FOUR_AN_HOUR, 3).granted())
                    .isFalse();
            assertThat(two.coordinator().tryAcquire("k", FOUR_AN_HOUR, 2).granted())
                    .isTrue();
            held.close();
            two.coordinator().tryLock("k", Duration.ZERO).orElseThrow().close();
        }
        assertThat(lost).isEmpty();
        assertThat(logged.warnings()).noneMatch(line -> line.contains("was lost"));
    }
}
