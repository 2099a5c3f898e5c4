package dev.lockstitch.redis.lock;

import java.util.ArrayDeque;
import java.util.Queue;

/** What {@link Turns} must look like from outside: a queue whose first one has the turn. */
public class TurnsInOrder {

    private final Queue<Integer> all = new ArrayDeque<>();

    public TurnsInOrder() {
        for (int me = 0; me < Turns.THREADS; me++) {
            all.add(me);
        }
    }

    public boolean come(int thread) {
        int me = thread % Turns.THREADS;
        return !all.contains(me) && all.add(me) && look(me);
    }

    public boolean look(int thread) {
        int me = thread % Turns.THREADS;
        return Integer.valueOf(me).equals(all.peek());
    }

    public boolean done(int thread, boolean byHand) {
        int me = thread % Turns.THREADS;
        return look(me) && all.remove(me);
    }

    public boolean cancel(int thread) {
        int me = thread % Turns.THREADS;
        return all.remove(me);
    }
}
