package com.example.shop;

import dev.lockstitch.LockOverrides;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Other wait times, to be set while the shop is open. */
@Singleton
public class Patience implements LockOverrides {

    private final Map<String, Change> changes = new ConcurrentHashMap<>();

    /** From now on calls wait that long for the lock of that name. */
    public void set(String name, Duration waitTime) {
        changes.put(name, Change.waitTime(waitTime));
    }

    @Override
    public Optional<Change> find(String name) {
        return Optional.ofNullable(changes.get(name));
    }
}
