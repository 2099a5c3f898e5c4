package dev.lockstitch.redis.faults;

import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LimitRequest.Part;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Everything that a coordinator can be asked for, once, on keys that nobody else uses; and what came of each. */
final class Uses {

    enum Kind {
        COORDINATED,
        UNAVAILABLE,
        CONTENDED,
        UNGUARDED
    }

    record Outcome(Kind kind, String text) {}

    private interface Use {
        /** Whether it was coordinated. */
        boolean run() throws Exception;
    }

    private static final Limit FEW = Limit.of(2, Duration.ofHours(1));
    private static final Limit ONE = Limit.of(1, Duration.ofHours(1));
    private static final Limit QUICK = Limit.of(1, Duration.ofMillis(50));

    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final String key = UUID.randomUUID().toString();

    static Map<String, Outcome> all(Coordinator coordinator) {
        Uses uses = new Uses();
        LockRequest plain = LockRequest.of(uses.key).waitTime(Duration.ofSeconds(5));
        uses.use("plain", () -> locks(coordinator, plain));
        uses.use("shared", () -> locks(coordinator, plain.shared()));
        uses.use("fair", () -> locks(coordinator, plain.fair(true)));
        uses.use("several", () -> locks(coordinator, LockRequest.of(uses.key + 1, uses.key + 2)));
        uses.use("kept", () -> locks(coordinator, LockRequest.of(uses.key + 3).minHoldTime(Duration.ofMillis(20))));
        uses.use(
                "async",
                () -> coordinator.tryLockAsync(plain).get().map(Uses::closed).orElseThrow());
        uses.use("given back elsewhere", () -> givenBack(coordinator, plain));
        uses.use("turned away", () -> turnedAway(coordinator, coordinator, plain, plain.shared()));
        uses.use("limit", () -> isGranted(coordinator.tryAcquire(uses.key, FEW, 1)));
        uses.use(
                "several limits",
                () -> isGranted(coordinator.tryAcquire(LimitRequest.of(
                        new Part("a", uses.key, FEW, 1, Duration.ZERO),
                        new Part("b", uses.key, FEW, 1, Duration.ZERO)))));
        uses.use("waiting limit", () -> waits(coordinator, uses.key + 4));
        uses.use("refund", () -> refunds(coordinator, uses.key + 5));
        return uses.outcomes;
    }

    /** What only two can do. */
    static Map<String, Outcome> allContended(Coordinator one, Coordinator two) {
        Uses uses = new Uses();
        LockRequest plain = LockRequest.of(uses.key).waitTime(Duration.ofSeconds(5));
        uses.use("turned away", () -> turnedAway(one, two, plain, plain));
        uses.use("waiting for a lock", () -> {
            CompletableFuture<Optional<HeldLock>> next;
            try (HeldLock held = one.tryLock(plain).orElseThrow()) {
                next = two.tryLockAsync(plain);
            }
            return next.get().map(Uses::closed).orElseThrow();
        });
        uses.use("refund to another", () -> {
            RateLimitDecision first = one.tryAcquire(uses.key, ONE, 1);
            return isGranted(first)
                    && !two.tryAcquire(uses.key, ONE, 1).granted()
                    && isGivenBack(one, first)
                    && isGrantedSoon(two, uses.key);
        });
        return uses.outcomes;
    }

    private void use(String what, Use use) {
        outcomes.put(what, outcome(use));
    }

    private static Outcome outcome(Use use) {
        try {
            return new Outcome(use.run() ? Kind.COORDINATED : Kind.UNGUARDED, "");
        } catch (LockNotAcquiredException | NoSuchElementException e) {
            return new Outcome(Kind.CONTENDED, String.valueOf(e.getMessage()));
        } catch (CoordinationUnavailableException e) {
            return new Outcome(Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            if (e.getCause() instanceof CoordinationUnavailableException unavailable) {
                return new Outcome(Kind.UNAVAILABLE, String.valueOf(unavailable.getMessage()));
            }
            throw new AssertionError(e);
        }
    }

    private static boolean locks(Coordinator coordinator, LockRequest request) throws Exception {
        return coordinator.withLock(request, () -> HeldLock.current().isPresent());
    }

    private static boolean closed(HeldLock lock) {
        boolean held = lock.isHeld();
        lock.close();
        return held;
    }

    private static boolean givenBack(Coordinator coordinator, LockRequest request) {
        HeldLock lock = coordinator.tryLock(request).orElseThrow();
        boolean released = coordinator.release(lock.key(), lock.token());
        lock.close();
        return released;
    }

    /** After it has stood in Redis's queue: so does a reader, too, whose writer is of the same node. */
    private static boolean turnedAway(Coordinator holder, Coordinator other, LockRequest held, LockRequest wanted) {
        try (HeldLock lock = holder.tryLock(held).orElseThrow()) {
            return lock.isHeld()
                    && other.tryLock(wanted.waitTime(Duration.ofMillis(20))).isEmpty();
        }
    }

    private static boolean waits(Coordinator coordinator, String key) {
        LimitRequest request = LimitRequest.of(key, QUICK).waitTime(Duration.ofSeconds(5));
        boolean first = isGranted(coordinator.tryAcquire(request));
        return isGranted(coordinator.tryAcquire(request)) && first;
    }

    private static boolean refunds(Coordinator coordinator, String key) {
        RateLimitDecision decision = coordinator.tryAcquire(key, FEW, 1);
        return isGranted(decision) && isGivenBack(coordinator, decision);
    }

    /** By Redis. What Redis rejects is told like what another holds. */
    private static boolean isGranted(RateLimitDecision decision) {
        if (decision.enforced() && !decision.granted()) {
            throw new NoSuchElementException("rejected");
        }
        return decision.granted() && decision.enforced();
    }

    /** A node believes in a rejection until it hears of the refund, for a tenth of a second at the most. */
    private static boolean isGrantedSoon(Coordinator coordinator, String key) {
        await().until(() -> coordinator.tryAcquire(key, ONE, 1).granted());
        return true;
    }

    /** A refund is never repeated, and an outage is no more to it than nothing to give back. */
    private static boolean isGivenBack(Coordinator coordinator, RateLimitDecision decision) {
        boolean given = coordinator.refund(decision);
        if (!given && !coordinator.isRedisAvailable()) {
            throw new CoordinationUnavailableException("nothing was given back", null);
        }
        return given;
    }
}
