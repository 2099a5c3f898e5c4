package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockNotAcquiredException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What listeners are told, and what overrides change. */
class WatchingTest extends ShopTest {

    @Test
    void aListenerIsToldWhoWaitsAndHowLong() throws Exception {
        LockStatistics statistics = injector.getInstance(LockStatistics.class);
        till().pay(order("1"));
        assertThat(statistics.waits("Till.pay")).isZero();
        assertThat(statistics.longestWait("Till.pay")).isPositive();

        HeldLock elsewhere = coordinator().tryLock("order:2", Duration.ZERO).orElseThrow();
        Future<?> paid = threads.submit(() -> till().pay(order("2")));
        until(() -> statistics.waits("Till.pay") == 1);
        elsewhere.close();

        await(paid);
        assertThat(ledger.lines()).containsExactly("paid 1", "paid 2");
    }

    @Test
    void anotherWaitTimeHoldsFromTheNextCallOn() {
        injector.getInstance(Patience.class).set("Till.pay", Duration.ZERO);

        assertThatThrownBy(() -> runInside(() -> till().pay(order("1")), () -> till().pay(order("1"))))
                .isInstanceOf(LockNotAcquiredException.class)
                .hasMessageContaining("Till.pay");
    }
}
