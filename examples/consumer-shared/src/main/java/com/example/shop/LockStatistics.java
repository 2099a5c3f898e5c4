package com.example.shop;

import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What calls have waited for, and how long. */
@Singleton
public class LockStatistics implements LockListener {

    private final Map<String, Integer> waits = new ConcurrentHashMap<>();
    private final Map<String, Duration> longest = new ConcurrentHashMap<>();

    @Override
    public void onWaiting(LockEvent lock) {
        waits.merge(lock.name(), 1, Integer::sum);
    }

    @Override
    public void onAcquired(LockEvent lock, Duration waited) {
        longest.merge(lock.name(), waited, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** How many calls have found the lock of that name taken, and waited. */
    public int waits(String name) {
        return waits.getOrDefault(name, 0);
    }

    /** How long a call has waited for the lock of that name before it got it, at most. */
    public Duration longestWait(String name) {
        return longest.getOrDefault(name, Duration.ZERO);
    }
}
