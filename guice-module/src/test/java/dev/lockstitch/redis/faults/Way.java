package dev.lockstitch.redis.faults;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;

/** The ways in which a call is coordinated in code, blocking and not. */
enum Way {
    LOCK {
        @Override
        boolean isGuarded(Coordinator coordinator, String key) {
            try (HeldLock lock = coordinator.tryLock(key, Duration.ZERO).orElseThrow()) {
                return lock.isHeld();
            }
        }
    },
    LOCK_LATER {
        @Override
        boolean isGuarded(Coordinator coordinator, String key) {
            try (HeldLock lock =
                    coordinator.tryLockAsync(key, Duration.ZERO).join().orElseThrow()) {
                return lock.isHeld();
            }
        }
    },
    LIMIT {
        @Override
        boolean isGuarded(Coordinator coordinator, String key) {
            return coordinator.tryAcquire(key, PLENTY, 1).enforced();
        }
    },
    LIMIT_LATER {
        @Override
        boolean isGuarded(Coordinator coordinator, String key) {
            return coordinator.tryAcquireAsync(key, PLENTY, 1).join().enforced();
        }
    };

    private static final Limit PLENTY = Limit.of(1_000_000, Duration.ofSeconds(1));

    /** One call on a key that nobody else has. */
    abstract boolean isGuarded(Coordinator coordinator, String key);
}
