package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SendGateTest {

    private static final int THREADS = 16;
    private static final int EACH = 2_000;
    private static final int CONNECTIONS = 4;

    private final AtomicLong nanos = new AtomicLong();
    private final SendGate gate = new SendGate(CONNECTIONS, nanos::get);
    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void oneAtATimeIsInsideAndNoneIsForgotten() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int k = 0; k < EACH; k++) {
                    gate.send(generation -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        sent.incrementAndGet();
                        inside.decrementAndGet();
                        gate.over(0, true, false);
                    });
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(sent).hasValue(THREADS * EACH);
        assertThat(most).hasValue(1);
    }

    /** A reply may come while its request is sent, and whoever gets it may ask again. */
    @Test
    void oneThatSendsFromWithinGoesNoDeeper() {
        AtomicInteger depth = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        SendGate.Sending[] again = new SendGate.Sending[1];
        again[0] = generation -> {
            deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
            if (sent.incrementAndGet() < 100_000) {
                gate.send(again[0]);
            }
            gate.over(0, true, false);
            depth.decrementAndGet();
        };
        gate.send(again[0]);
        assertThat(sent).hasValue(100_000);
        assertThat(deepest).hasValue(1);
    }

    @Test
    void untilThereWasAnAnswerNoMoreAreLetInThanThereAreConnections() {
        send(1000);
        assertThat(sent).hasValue(CONNECTIONS);
        gate.over(0, false, false);
        assertThat(sent).as("one was given up").hasValue(CONNECTIONS + 1);
        answerAll(1000);
    }

    @Test
    void aConnectionThatBreaksMakesItCarefulAgain() {
        send(1);
        gate.over(0, true, false);
        send(20);
        nanos.addAndGet(SendGate.EVENT_NANOS);
        gate.over(0, false, true);
        send(1000);
        assertThat(sent).as("nobody waits for the others that were under way").hasValue(21 + CONNECTIONS);
        gate.over(0, false, true);
        assertThat(sent).as("it broke together with the other one").hasValue(21 + CONNECTIONS);
        for (int i = 0; i < 1000 && sent.get() < 1021; i++) {
            gate.over(1, true, false);
        }
        assertThat(sent).hasValue(1021);
    }

    @Test
    void anAnswerThatIsLostShutsItForAMomentOnly() {
        send(CONNECTIONS + 1);
        assertThat(sent).hasValue(CONNECTIONS);
        nanos.addAndGet(SendGate.PATIENCE_NANOS + 1);
        send(1);
        assertThat(sent).hasValue(CONNECTIONS + 1);
    }

    /** One who came with a request of its own is not to send for all others as long as there are some. */
    @Test
    void aThreadLeavesTheRestToThoseWhoBringTheAnswers() throws InterruptedException {
        send(1);
        gate.over(0, true, false);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(1);
        Thread first = new Thread(() -> gate.send(generation -> {
            inside.countDown();
            join(queued);
        }));
        first.start();
        inside.await();
        send(1000);
        queued.countDown();
        first.join();
        assertThat(sent.get()).isBetween(1 + 1, 200);
        answerAll(1 + 1000);
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            gate.send(generation -> sent.incrementAndGet());
        }
    }

    private void answerAll(int all) {
        for (int i = 0; i < all && sent.get() < all; i++) {
            gate.over(0, true, false);
        }
        assertThat(sent).hasValue(all);
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
