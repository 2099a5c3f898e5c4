package dev.lockstitch.guice;

import com.google.inject.Inject;
import com.google.inject.Provider;
import dev.lockstitch.LockListener;
import dev.lockstitch.LockOverrides;
import dev.lockstitch.RateLimitListener;
import dev.lockstitch.RateLimitOverrides;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.LimitTerms;
import dev.lockstitch.redis.Limits;
import dev.lockstitch.redis.LockEvents;
import dev.lockstitch.redis.LockTerms;
import dev.lockstitch.redis.Locks;
import dev.lockstitch.redis.RedisAddress;
import dev.lockstitch.redis.RedisConnection;
import dev.lockstitch.redis.RedissonCoordinator;
import dev.lockstitch.redis.limit.RateLimiter;
import dev.lockstitch.redis.lock.RedisLocks;
import dev.lockstitch.weaver.Handoff;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/** Puts the floors together. Connects to nothing before it is started. */
final class CoordinatorProvider implements Provider<RedissonCoordinator> {

    private final Settings settings;
    private Optional<Provider<RedissonClient>> client = Optional.empty();
    private @Nullable Provider<Set<LockListener>> listeners;
    private Optional<Provider<LockOverrides>> overrides = Optional.empty();
    private Supplier<LimitTerms> limitTerms = () -> new LimitTerms(List.of(), null);
    private @Nullable RedisConnection connection;
    private @Nullable RedissonCoordinator coordinator;
    private Handoff.@Nullable Registration registration;

    CoordinatorProvider(Settings settings) {
        this.settings = settings;
    }

    @Inject
    void use(
            Optional<Provider<RedissonClient>> bound,
            Provider<Set<LockListener>> lockListeners,
            Optional<Provider<LockOverrides>> lockOverrides) {
        client = bound;
        listeners = lockListeners;
        overrides = lockOverrides;
    }

    @Inject
    void useForLimits(
            Provider<Set<RateLimitListener>> limitListeners, Optional<Provider<RateLimitOverrides>> limitOverrides) {
        limitTerms = () -> new LimitTerms(
                List.copyOf(limitListeners.get()),
                limitOverrides.map(Provider::get).orElse(null));
    }

    @Override
    public synchronized RedissonCoordinator get() {
        CoordinatorSettings asked = settings.coordinator();
        RedisConnection made = new RedisConnection(source(), asked);
        connection = made;
        LockEvents events = new LockEvents(listeners == null ? List.of() : List.copyOf(listeners.get()));
        LockTerms terms = new LockTerms(events, overrides.map(Provider::get).orElse(null), settings.executor());
        Locks locks = asked.locksEnabled() ? new RedisLocks(made, asked, events) : new PlainLocks();
        Limits limits = asked.limitsEnabled()
                ? new RateLimiter(made, made.isCluster(), asked.localLimitShare())
                : new PlainLimits();
        coordinator = new RedissonCoordinator(
                made, locks, limits, asked.onUnavailable(), terms, limitTerms.get(), this::withdraw);
        return coordinator;
    }

    /** Switched off, it asks for neither the environment nor the application's client, which might connect when made. */
    private ConnectionSource source() {
        if (!settings.enabled()) {
            return ConnectionSource.of(RedisAddress.parse("redis://localhost"));
        }
        return client.map(Provider::get).map(ConnectionSource::like).orElseGet(settings.source());
    }

    /** Begins to connect, where this provider's coordinator is the one in use. */
    synchronized void start(Handoff.Registration handedOver) {
        registration = handedOver;
        if (connection != null && settings.enabled()) {
            connection.start();
        }
    }

    /** Closes what was made here, if anything: nobody else will. */
    synchronized void abandon() {
        if (coordinator != null) {
            coordinator.close();
        }
    }

    private synchronized void withdraw() {
        if (registration != null) {
            registration.close();
        }
    }
}
