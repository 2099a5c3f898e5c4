package dev.lockstitch.redis;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Lets no more threads into Redisson at once than it has connections. It would queue the others, and whoever gives a
 * connection back would send for the next one inside that call, and so on: hundreds of calls deep, until a thread with a
 * small stack has none left, which loses that connection to Redisson for good. Nobody blocks here: what cannot be sent
 * at once is sent by a thread that is sending.
 */
final class SendGate {

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore free;

    SendGate(int atOnce) {
        free = new Semaphore(atOnce);
    }

    /** Sends it, now or soon, here or elsewhere; it must not throw. */
    void send(Runnable sending) {
        waiting.add(sending);
        while (!waiting.isEmpty() && free.tryAcquire()) {
            try {
                Runnable next = waiting.poll();
                if (next != null) {
                    next.run();
                }
            } finally {
                free.release();
            }
        }
    }
}
