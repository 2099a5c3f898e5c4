package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
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
    LOCK_WAITING {
        @Override
        boolean isGuarded(Coordinator coordinator, String key) {
            try (HeldLock lock = coordinator.tryLock(key, Duration.ofSeconds(5)).orElseThrow()) {
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
            return isGranted(coordinator.tryAcquire(key, PLENTY, 1));
        }
    },
    LIMIT_LATER {
        @Override
        boolean isGuarded(Coordinator coordinator, String key) {
            return isGranted(coordinator.tryAcquireAsync(key, PLENTY, 1).join());
        }
    };

    private static final Limit PLENTY = Limit.of(1_000_000, Duration.ofSeconds(1));

    /** Nobody asks for as much as there is: whatever happens to Redis, the call goes ahead, guarded or not. */
    private static boolean isGranted(RateLimitDecision decision) {
        assertThat(decision.granted()).as("granted").isTrue();
        return decision.enforced();
    }

    /** One call on a key that nobody else has. */
    abstract boolean isGuarded(Coordinator coordinator, String key);
}
