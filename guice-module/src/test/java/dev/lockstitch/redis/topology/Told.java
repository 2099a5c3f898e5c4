package dev.lockstitch.redis.topology;

import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a listener is told. */
final class Told implements LockListener {

    private final List<String> events = new CopyOnWriteArrayList<>();

    /** What was told of a key. */
    List<String> of(String key) {
        return events.stream()
                .filter(event -> event.endsWith(' ' + key))
                .map(event -> event.substring(0, event.indexOf(' ')))
                .toList();
    }

    @Override
    public void onWaiting(LockEvent lock) {
        events.add("waiting " + lock.key());
    }

    @Override
    public void onAcquired(LockEvent lock, Duration waited) {
        events.add("acquired " + lock.key());
    }

    @Override
    public void onContended(LockEvent lock, Duration waited) {
        events.add("contended " + lock.key());
    }

    @Override
    public void onReleased(LockEvent lock, Duration held) {
        events.add("released " + lock.key());
    }

    @Override
    public void onLost(LockEvent lock) {
        events.add("lost " + lock.key());
    }

    @Override
    public void onUnguarded(LockEvent lock) {
        events.add("unguarded " + lock.key());
    }
}
