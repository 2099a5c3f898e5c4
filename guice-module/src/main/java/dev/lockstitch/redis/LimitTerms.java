package dev.lockstitch.redis;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitListener;
import dev.lockstitch.RateLimitOverrides;
import dev.lockstitch.RateLimitOverrides.Change;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.Muted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the application says about its limits beside their annotations. Thread-safe. */
public final class LimitTerms {

    private static final Logger LOG = LoggerFactory.getLogger(LimitTerms.class);

    private final List<RateLimitListener> listeners;
    private final @Nullable RateLimitOverrides overrides;

    /**
     * Puts them together.
     *
     * @param listeners whom to tell of decisions
     * @param overrides other limits; null for none
     */
    public LimitTerms(List<RateLimitListener> listeners, @Nullable RateLimitOverrides overrides) {
        this.listeners = List.copyOf(listeners);
        this.overrides = overrides;
    }

    /** The limits that hold for this call; empty when all are switched off. */
    List<AppliedLimit> resolve(LimitRequest request) {
        List<LimitRequest.Part> parts = request.limits();
        if (parts.size() == 1) {
            AppliedLimit only = applied(parts.get(0));
            return only == null ? List.of() : List.of(only);
        }
        List<AppliedLimit> applied = new ArrayList<>(parts.size());
        for (LimitRequest.Part part : parts) {
            AppliedLimit limit = applied(part);
            if (limit != null) {
                applied.add(limit);
            }
        }
        return List.copyOf(applied);
    }

    private @Nullable AppliedLimit applied(LimitRequest.Part part) {
        Change change = find(part);
        if (change != null && change.switchedOff()) {
            return null;
        }
        var limit = change == null || change.limit() == null ? part.limit() : change.limit();
        if (limit == null) {
            throw new IllegalArgumentException("Limit " + KeyText.shown(part.name())
                    + " has permits = 0, which leaves its numbers to an override, and there is none for it;"
                    + " bind RateLimitOverrides that know this name, or say how many permits there are");
        }
        boolean shadow = change != null && change.inShadow();
        return new AppliedLimit(part.name(), part.key(), limit, part.limit(), part.cost(), part.waitTime(), shadow);
    }

    private @Nullable Change find(LimitRequest.Part part) {
        if (overrides == null || part.name().isEmpty()) {
            return null;
        }
        try {
            Optional<Change> found = overrides.find(part.name(), part.key());
            return Objects.requireNonNull(found, "RateLimitOverrides.find returned null; return Optional.empty()")
                    .orElse(null);
        } catch (RuntimeException e) {
            LOG.error(
                    "The override of limit {} cannot be found: its own numbers hold",
                    KeyText.shown(part.name()),
                    Muted.of(e));
            return null;
        }
    }

    /** Tells the listeners; costs nothing when there is none. */
    void tell(RateLimitDecision decision) {
        for (RateLimitListener listener : listeners) {
            try {
                listener.onDecision(decision);
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "The rate-limit listener {} failed", listener.getClass().getName(), Muted.of(e));
            }
        }
    }
}
