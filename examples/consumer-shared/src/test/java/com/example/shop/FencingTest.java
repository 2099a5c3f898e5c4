package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.HeldLock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A store that compares fencing tokens, and a writer that comes too late. */
class FencingTest extends ShopTest {

    private final CountDownLatch overtaken = new CountDownLatch(1);

    @Test
    void whoWasOvertakenIsRefusedAndTheNewerWriteStands() throws Exception {
        CountDownLatch leaseOver = new CountDownLatch(1);
        ledger.meanwhile(() -> {
            ledger.meanwhile(() -> {});
            HeldLock lock = HeldLock.current().orElseThrow();
            until(() -> !lock.isHeld());
            leaseOver.countDown();
            awaitLatch(overtaken);
        });

        Future<?> late = threads.submit(() -> warehouse().restock("tea", 1));
        awaitLatch(leaseOver);
        warehouse().restock("tea", 2);
        long token = stock().token("tea");
        overtaken.countDown();

        assertThatThrownBy(() -> await(late))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StaleTokenException.class)
                .hasMessageContaining("stock of tea")
                .hasMessageContaining("token " + token);
        assertThat(stock().boxes("tea")).isEqualTo(2);
        assertThat(ledger.lines()).containsExactly("restocked tea", "restocked tea");
    }

    @Test
    void eachHolderHasALargerToken() {
        warehouse().restock("tea", 1);
        long first = stock().token("tea");
        warehouse().restock("tea", 2);

        assertThat(stock().token("tea")).isGreaterThan(first);
        assertThat(stock().boxes("tea")).isEqualTo(2);
        assertThat(HeldLock.current()).isEmpty();
    }

    private Stock stock() {
        return injector.getInstance(Stock.class);
    }
}
