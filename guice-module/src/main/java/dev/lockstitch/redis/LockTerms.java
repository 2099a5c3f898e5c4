package dev.lockstitch.redis;

import dev.lockstitch.LockOverrides;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.Muted;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the application says about its locks beside their annotations. Thread-safe. */
public final class LockTerms implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LockTerms.class);

    private final LockEvents events;
    private final @Nullable LockOverrides overrides;
    private final @Nullable Executor given;
    private final Bodies bodies = new Bodies();

    /**
     * Puts them together.
     *
     * @param events whom to tell what becomes of locks
     * @param overrides other wait times and leases; null for none
     * @param executor where bodies run that had to wait without blocking; null for one of our own
     */
    public LockTerms(LockEvents events, @Nullable LockOverrides overrides, @Nullable Executor executor) {
        this.events = events;
        this.overrides = overrides;
        this.given = executor;
    }

    LockEvents events() {
        return events;
    }

    Executor executor() {
        return given == null ? bodies : given;
    }

    /** The request with what holds instead of its values, if anything does. */
    LockRequest resolve(LockRequest request) {
        if (overrides == null || request.name().isEmpty()) {
            return request;
        }
        Optional<LockOverrides.Change> change = find(overrides, request.name());
        return change.isEmpty() ? request : changed(request, change.get());
    }

    private static Optional<LockOverrides.Change> find(LockOverrides overrides, String name) {
        try {
            // Here, so that null counts as a failure of the override too.
            return Objects.requireNonNull(
                    overrides.find(name), "LockOverrides.find returned null; return Optional.empty()");
        } catch (RuntimeException e) {
            LOG.error("The override of lock {} cannot be found: its own values hold", KeyText.shown(name), Muted.of(e));
            return Optional.empty();
        }
    }

    private static LockRequest changed(LockRequest request, LockOverrides.Change change) {
        Duration wait = change.waitTime().orElse(request.waitTime());
        Duration lease = change.leaseTime().orElse(request.leaseTime());
        try {
            return new LockRequest(
                    request.name(),
                    request.keys(),
                    request.mode(),
                    request.fair(),
                    wait,
                    lease,
                    request.minHoldTime(),
                    request.onUnavailable(),
                    request.reentrant());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The override of lock " + KeyText.shown(request.name()) + " is wrong: " + e.getMessage()
                            + "; correct it",
                    e);
        }
    }

    @Override
    public void close() {
        bodies.close();
    }
}
