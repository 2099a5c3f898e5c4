package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SendGateTest {

    private static final int THREADS = 16;
    private static final int EACH = 2_000;

    @Test
    void neverMoreAreInsideThanThereIsRoomForAndNoneIsForgotten() throws InterruptedException {
        SendGate gate = new SendGate(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int k = 0; k < EACH; k++) {
                    gate.send(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        sent.incrementAndGet();
                        inside.decrementAndGet();
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
        assertThat(most.get()).isBetween(1, 3);
    }

    /** A reply may come while its request is sent, and whoever gets it may ask again. */
    @Test
    void oneThatSendsFromWithinDoesNotGoDeeperAndDeeper() {
        SendGate gate = new SendGate(2);
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        sendAgain(gate, sent, deepest);
        assertThat(sent).hasValue(100_000);
        assertThat(deepest.get()).isLessThanOrEqualTo(2);
    }

    private static void sendAgain(SendGate gate, AtomicInteger sent, AtomicInteger deepest) {
        AtomicInteger depth = new AtomicInteger();
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
            if (sent.incrementAndGet() < 100_000) {
                gate.send(again[0]);
            }
            depth.decrementAndGet();
        };
        gate.send(again[0]);
    }
}
