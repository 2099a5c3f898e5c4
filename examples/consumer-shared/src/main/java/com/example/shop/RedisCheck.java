package com.example.shop;

import com.google.inject.Guice;
import dev.lockstitch.HeldLock;
import dev.lockstitch.guice.LockstitchModule;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import java.util.Optional;

/** Tells whether this machine can take a lock in the Redis that the environment names. */
public final class RedisCheck {

    private RedisCheck() {}

    /** Prints what it finds. */
    public static void main(String[] args) {
        System.out.println(check(new LockstitchModule()));
    }

    static String check(LockstitchModule module) {
        try (Coordinator coordinator = Guice.createInjector(module).getInstance(Coordinator.class)) {
            Optional<HeldLock> lock = coordinator.tryLock("check", Duration.ofSeconds(1));
            boolean held = lock.map(HeldLock::isHeld).orElse(false);
            lock.ifPresent(HeldLock::close);
            return "Redis available: " + coordinator.isRedisAvailable() + ", lock held: " + held;
        }
    }
}
