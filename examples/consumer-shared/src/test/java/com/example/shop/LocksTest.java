package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockNotAcquiredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What {@code @DistributedLock} does, through Guice and a real Redis. */
class LocksTest extends ShopTest {

    @Test
    void callsWithTheSameKeyExcludeEachOther() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ledger.meanwhile(() -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
        });

        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            calls.add(threads.submit(() -> till().pay(order("1"))));
        }
        for (Future<?> call : calls) {
            await(call);
        }

        assertThat(most).hasValue(1);
        assertThat(ledger.lines()).hasSize(60);
    }

    @Test
    void callsWithDifferentKeysRunAtTheSameTime() throws Exception {
        CyclicBarrier bothInside = new CyclicBarrier(2);
        ledger.meanwhile(() -> meet(bothInside));

        Future<?> one = threads.submit(() -> till().pay(order("1")));
        Future<?> other = threads.submit(() -> till().pay(order("2")));

        await(one);
        await(other);
    }

    @Test
    void theKeyIsTakenFromAPropertyPath() throws Exception {
        Customer customer = new Customer("7", "+491");
        AtomicReference<String> key = new AtomicReference<>();
        ledger.meanwhile(() -> key.set(currentKey()));

        till().refund(new Order("1", customer));

        assertThat(key).hasValue("customer:7");
        assertThatThrownBy(() -> runInside(
                        () -> till().refund(new Order("1", customer)), () -> till().refund(new Order("2", customer))))
                .isInstanceOf(LockNotAcquiredException.class);
    }

    @Test
    void aLockThatIsNotFreeWithinTheWaitTimeIsAnException() {
        assertThatThrownBy(() -> runInside(() -> till().refund(order("1")), () -> till().refund(order("1"))))
                .isInstanceOfSatisfying(LockNotAcquiredException.class, contended -> {
                    assertThat(contended.key()).isEqualTo("customer:c1");
                    assertThat(contended.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
                })
                .hasMessageContaining("refund");
        assertThat(ledger.lines()).containsExactly("refunded 1");
    }

    @Test
    void aContendedCallThatIsToBeSkippedReturnsNothing() throws Exception {
        assertThat(whileInside(() -> till().statement("1"), () -> till().statement("1")))
                .isEmpty();
        assertThat(ledger.lines()).containsExactly("statement 1");
        assertThat(till().statement("1")).contains("statement of 1");
    }

    @Test
    void aContendedCallTakesItsFallback() throws Exception {
        assertThat(whileInside(() -> till().balance("1"), () -> till().balance("1")))
                .isEqualTo("as of yesterday, because balance:1 was taken");
        assertThat(till().balance("1")).isEqualTo("fresh");
    }

    @Test
    void aVariableOfTheApplicationIsPartOfTheKey() throws Exception {
        AtomicReference<String> key = new AtomicReference<>();
        ledger.meanwhile(() -> key.set(currentKey()));
        TenantVariable.set("acme");

        till().invoice("1");

        assertThat(key).hasValue("invoice:acme:1");
        runInside(() -> invoiceOf("acme"), () -> invoiceOf("umbrella"));
        assertThatThrownBy(() -> runInside(() -> invoiceOf("acme"), () -> invoiceOf("acme")))
                .isInstanceOf(LockNotAcquiredException.class);
    }

    private void invoiceOf(String tenant) {
        TenantVariable.set(tenant);
        till().invoice("1");
    }

    private static String currentKey() {
        return HeldLock.current().map(HeldLock::key).orElse("no lock");
    }
}
