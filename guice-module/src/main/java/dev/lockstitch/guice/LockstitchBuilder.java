package dev.lockstitch.guice;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.RedisAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.config.Config;

/** Settings of a {@link LockstitchModule}. Not thread-safe; wrong values are refused by {@link #build()} at the latest. */
public final class LockstitchBuilder {

    private static final CoordinatorSettings DEFAULTS = CoordinatorSettings.DEFAULTS;

    private Supplier<ConnectionSource> source =
            () -> ConnectionSource.of(RedisAddress.fromEnvironment(System.getenv()));
    private String keyPrefix = DEFAULTS.keyPrefix();
    private OnUnavailable onUnavailable = DEFAULTS.onUnavailable();
    private Duration decisionBudget = DEFAULTS.decisionBudget();
    private Duration startBudget = DEFAULTS.startBudget();
    private Duration lockLease = DEFAULTS.lockLease();
    private Duration maxHold = DEFAULTS.maxHold();
    private Duration warningInterval = DEFAULTS.warningInterval();
    private boolean locksEnabled = true;
    private boolean limitsEnabled = true;
    private double localLimitShare = DEFAULTS.localLimitShare();
    private boolean requireWeaving = true;
    private boolean rateLimitStackTraces;
    private @Nullable Executor executor;

    LockstitchBuilder() {}

    /**
     * The server, instead of the environment's.
     *
     * @param url {@code redis://user:password@host:port/database}, {@code rediss://} for TLS
     * @return this
     * @throws IllegalArgumentException when the URL cannot be read; it is not repeated
     */
    public LockstitchBuilder redis(String url) {
        RedisAddress address = RedisAddress.parse(url);
        source = () -> ConnectionSource.of(address);
        return this;
    }

    /**
     * A Redisson configuration (Sentinel, cluster, TLS with an own authority), of which a copy is taken: in the copy the
     * time-outs, retries and ping interval are set that the decision budget needs.
     *
     * @param config the configuration
     * @return this
     */
    public LockstitchBuilder redisson(Config config) {
        ConnectionSource copied = ConnectionSource.of(config);
        source = () -> copied;
        return this;
    }

    /**
     * What all keys and channels of the library begin with. Default: {@code lockstitch}.
     *
     * @param prefix 1 to 64 printable ASCII characters without blanks and braces
     * @return this
     */
    public LockstitchBuilder keyPrefix(String prefix) {
        keyPrefix = prefix;
        return this;
    }

    /**
     * The reaction to an outage where an annotation does not say. Default: {@code PROCEED}.
     *
     * @param reaction {@code PROCEED}, {@code LOCAL}, {@code SKIP} or {@code FAIL}
     * @return this
     */
    public LockstitchBuilder onUnavailable(OnUnavailable reaction) {
        onUnavailable = reaction;
        return this;
    }

    /**
     * The share of every limit that this JVM grants by itself under {@code LOCAL}: permits and burst times the share, at
     * least a burst of one permit. With {@code n} servers behind an even balance, {@code 1.0 / n} keeps them together to
     * about the whole limit while Redis is away. Default: 1, so that each server by itself grants all of it.
     *
     * @param share above 0, at most 1
     * @return this
     */
    public LockstitchBuilder localLimitShare(double share) {
        localLimitShare = share;
        return this;
    }

    /**
     * How long a call waits for Redis without an answer. While Redis answers other calls it counts anew, up to four times
     * the budget: a busy Redis is not an absent one. Default: 250 ms.
     *
     * @param budget 10 ms to 30 s
     * @return this
     */
    public LockstitchBuilder decisionBudget(Duration budget) {
        decisionBudget = budget;
        return this;
    }

    /**
     * How long the first calls wait for the first contact with Redis. Default: 3 s.
     *
     * @param budget 0 to 5 minutes
     * @return this
     */
    public LockstitchBuilder startBudget(Duration budget) {
        startBudget = budget;
        return this;
    }

    /**
     * The lease of a lock that is renewed while held: so long after a crash others wait. Default: 30 s.
     *
     * @param lease 100 ms to 1 day
     * @return this
     */
    public LockstitchBuilder lockLease(Duration lease) {
        lockLease = lease;
        return this;
    }

    /**
     * After that long a held lock is not renewed any more, with a warning. Default: 1 hour.
     *
     * @param most the lock lease to 365 days
     * @return this
     */
    public LockstitchBuilder maxHold(Duration most) {
        maxHold = most;
        return this;
    }

    /**
     * The shortest time between two warnings about the same outage. Default: 1 minute.
     *
     * @param interval 100 ms to 1 day
     * @return this
     */
    public LockstitchBuilder warningInterval(Duration interval) {
        warningInterval = interval;
        return this;
    }

    /**
     * False makes every annotation a plain call, grants everything asked in code, and never connects. Default: true.
     *
     * @param enabled whether to coordinate at all
     * @return this
     */
    public LockstitchBuilder enabled(boolean enabled) {
        return locksEnabled(enabled).limitsEnabled(enabled);
    }

    /**
     * As {@link #enabled(boolean)}, for locks alone. Default: true.
     *
     * @param enabled whether to lock
     * @return this
     */
    public LockstitchBuilder locksEnabled(boolean enabled) {
        locksEnabled = enabled;
        return this;
    }

    /**
     * As {@link #enabled(boolean)}, for limits alone. Default: true.
     *
     * @param enabled whether to limit
     * @return this
     */
    public LockstitchBuilder limitsEnabled(boolean enabled) {
        limitsEnabled = enabled;
        return this;
    }

    /**
     * Whether the injector refuses to start when it sees an annotated method that was not woven; otherwise one error is
     * logged for its class. Default: true.
     *
     * @param required whether to refuse
     * @return this
     */
    public LockstitchBuilder requireWeaving(boolean required) {
        requireWeaving = required;
        return this;
    }

    /**
     * Whether {@code RateLimitExceededException} takes a stack trace. Default: false, so that rejecting stays cheap.
     *
     * @param wanted whether to take it
     * @return this
     */
    public LockstitchBuilder rateLimitStackTraces(boolean wanted) {
        rateLimitStackTraces = wanted;
        return this;
    }

    /**
     * Where the bodies of calls run that had to wait for their lock without blocking (methods that return a stage or a
     * publisher). Default: a few daemon threads of the library's own, twice the processors and at least eight.
     *
     * @param bodies the executor, which stays the application's to shut down
     * @return this
     */
    public LockstitchBuilder executor(Executor bodies) {
        executor = bodies;
        return this;
    }

    /**
     * The module.
     *
     * @return a module with these settings
     * @throws IllegalArgumentException that names the setting, its value and its bounds
     */
    public LockstitchModule build() {
        return new LockstitchModule(settings());
    }

    Settings settings() {
        CoordinatorSettings coordinator = new CoordinatorSettings(
                keyPrefix,
                onUnavailable,
                decisionBudget,
                startBudget,
                lockLease,
                maxHold,
                warningInterval,
                locksEnabled,
                limitsEnabled,
                localLimitShare);
        return new Settings(coordinator, source, requireWeaving, rateLimitStackTraces, executor);
    }
}
