package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.HeldLock;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the coordinator does for those who ask it in code. */
class InCodeTest extends ShopTest {

    @Test
    void aLockIsTakenAndGivenBack() {
        Coordinator coordinator = injector.getInstance(Coordinator.class);
        Reports reports = injector.getInstance(Reports.class);

        try (HeldLock elsewhere =
                coordinator.tryLock("report:daily", Duration.ofSeconds(10)).orElseThrow()) {
            assertThat(elsewhere.isHeld()).isTrue();
            assertThat(reports.daily()).isFalse();
        }

        assertThat(reports.daily()).isTrue();
        assertThat(ledger.lines()).containsExactly("daily report");
    }

    @Test
    void aBodyRunsUnderItsLock() throws Exception {
        assertThat(injector.getInstance(Reports.class).monthly("2026-01")).isEqualTo("2026-01");
        assertThat(ledger.lines()).containsExactly("report of 2026-01");
    }

    @Test
    void permitsAreTakenUntilThereAreNone() {
        Reports reports = injector.getInstance(Reports.class);
        for (int i = 0; i < 100; i++) {
            assertThat(reports.secondsToWait("acme")).isZero();
        }

        long rejected = 0;
        for (int i = 0; i < 1_000 && rejected == 0; i++) {
            rejected = reports.secondsToWait("acme");
        }
        assertThat(rejected).isEqualTo(1);
    }

    @Test
    void theCheckOfTheConnectionSaysWhatItFound() {
        closeInjectorOnly();
        assertThat(RedisCheck.check(patient(Shop.settings(redis.url())).build()))
                .isEqualTo("Redis available: true, lock held: true");
    }

    /** One coordinator at a time per class loader: the check makes its own. */
    private void closeInjectorOnly() {
        injector.getInstance(Coordinator.class).close();
    }
}
