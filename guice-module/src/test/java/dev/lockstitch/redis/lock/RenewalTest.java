package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.LockEvents;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RenewalTest {

    private static final Duration LEASE = Duration.ofSeconds(3);

    @Test
    void aRenewalThatFailsAtOnceIsTriedAgain() throws Exception {
        CountDownLatch renewed = new CountDownLatch(1);
        try (Logged logged = new Logged();
                PlannedLink link = new PlannedLink()) {
            link.plan(new Answer.Reply<>(1L));
            link.plan("renew.lua", () -> {
                throw new IllegalStateException("planted");
            });
            link.plan("renew.lua", () -> {
                renewed.countDown();
                return new Answer.Reply<>(LEASE.toMillis());
            });
            RedisLocks locks =
                    new RedisLocks(link, Settings.but().lockLease(LEASE).build(), new LockEvents(List.of()));
            assertThat(locks.lock(LockRequest.of("k"))).isInstanceOf(Answer.Reply.class);
            assertThat(renewed.await(LEASE.toMillis() * 2, TimeUnit.MILLISECONDS))
                    .isTrue();
            assertThat(logged.errors()).singleElement().asString().contains("\"k\"");
        }
    }
}
