package dev.lockstitch.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import com.google.inject.binder.LinkedBindingBuilder;
import com.google.inject.matcher.Matchers;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import dev.lockstitch.KeyVariable;
import dev.lockstitch.LockListener;
import dev.lockstitch.LockOverrides;
import dev.lockstitch.RateLimitListener;
import dev.lockstitch.RateLimitOverrides;
import dev.lockstitch.redis.RedissonCoordinator;
import dev.lockstitch.spi.Coordinator;
import org.redisson.api.RedissonClient;

/**
 * Binds {@link Coordinator} to a {@link RedissonCoordinator}, hands it to the woven methods, and checks at the injector's
 * creation that annotated classes are woven and their annotations right.
 *
 * <pre>{@code
 * Injector injector = Guice.createInjector(new LockstitchModule(), new ShopModule());
 * }</pre>
 *
 * <p>Without settings the server is the one of the environment: {@code REDIS_URL}, else {@code REDIS_HOST},
 * {@code REDIS_PORT}, {@code REDIS_USERNAME} and {@code REDIS_PASSWORD}, else {@code localhost:6379}. A
 * {@link RedissonClient} that the application binds says instead how to connect: a copy of its configuration is used, with
 * a few connections of our own, so that its times and its pool do not bound ours. The client itself is left alone.
 *
 * <p>Install it before {@code JpaPersistModule} and whatever else begins transactions around {@code @Transactional} methods
 * (guice-persist's or jakarta.transaction's annotation): their locks then outlast the commit or rollback. The other order
 * is refused.
 *
 * <p>Connecting begins in the background when the injector is made; a missing Redis fails nothing. One injector with this
 * module at a time: close its coordinator before the next, as a test would:
 *
 * <pre>{@code
 * injector.getInstance(Coordinator.class).close();
 * }</pre>
 */
public final class LockstitchModule extends AbstractModule {

    private final Settings settings;

    /** A module with the defaults and the environment's Redis. */
    public LockstitchModule() {
        this(builder().settings());
    }

    LockstitchModule(Settings settings) {
        this.settings = settings;
    }

    /**
     * A module with settings of its own.
     *
     * @return a builder with the defaults
     */
    public static LockstitchBuilder builder() {
        return new LockstitchBuilder();
    }

    /**
     * Binds a value that key templates use as {@code {#name}}. It is asked for at each call on the caller's thread, so
     * it may be request-scoped.
     *
     * @param binder the binder of the application's module
     * @param name the name: letters, digits, {@code _}, {@code -} and {@code .}
     * @return where to say to what
     */
    public static LinkedBindingBuilder<KeyVariable> variable(Binder binder, String name) {
        if (!name.matches("[A-Za-z0-9_.-]+")) {
            binder.addError(
                    "The key variable \"%s\" has a name that no template can use: take letters, digits, _, - and .",
                    name);
        }
        return variables(binder).addBinding(name);
    }

    /**
     * Binds a listener that is told what becomes of locks; there may be several.
     *
     * @param binder the binder of the application's module
     * @return where to say to what
     */
    public static LinkedBindingBuilder<LockListener> lockListener(Binder binder) {
        return lockListeners(binder).addBinding();
    }

    /**
     * Binds other wait times and leases for locks, looked up at each call; there is one.
     *
     * @param binder the binder of the application's module
     * @return where to say to what
     */
    public static LinkedBindingBuilder<LockOverrides> lockOverrides(Binder binder) {
        return lockOverridesOf(binder).setBinding();
    }

    /**
     * Binds a listener that is told of each decision about rate limits; there may be several. What one throws is logged
     * and harms neither the call nor the others.
     *
     * @param binder the binder of the application's module
     * @return where to say to what
     */
    public static LinkedBindingBuilder<RateLimitListener> rateLimitListener(Binder binder) {
        return rateLimitListeners(binder).addBinding();
    }

    /**
     * Binds other numbers for limits, looked up at each call on the caller's thread; there is one.
     *
     * <pre>{@code
     * RateLimitOverrideTable table = new RateLimitOverrideTable();
     * LockstitchModule.rateLimitOverrides(binder()).toInstance(table);
     * }</pre>
     *
     * @param binder the binder of the application's module
     * @return where to say to what
     */
    public static LinkedBindingBuilder<RateLimitOverrides> rateLimitOverrides(Binder binder) {
        return rateLimitOverridesOf(binder).setBinding();
    }

    private static Multibinder<LockListener> lockListeners(Binder binder) {
        return Multibinder.newSetBinder(binder, LockListener.class);
    }

    private static OptionalBinder<LockOverrides> lockOverridesOf(Binder binder) {
        return OptionalBinder.newOptionalBinder(binder, LockOverrides.class);
    }

    private static Multibinder<RateLimitListener> rateLimitListeners(Binder binder) {
        return Multibinder.newSetBinder(binder, RateLimitListener.class);
    }

    private static OptionalBinder<RateLimitOverrides> rateLimitOverridesOf(Binder binder) {
        return OptionalBinder.newOptionalBinder(binder, RateLimitOverrides.class);
    }

    private static MapBinder<String, KeyVariable> variables(Binder binder) {
        return MapBinder.newMapBinder(binder, String.class, KeyVariable.class);
    }

    @Override
    protected void configure() {
        variables(binder());
        lockListeners(binder());
        lockOverridesOf(binder());
        rateLimitListeners(binder());
        rateLimitOverridesOf(binder());
        OptionalBinder.newOptionalBinder(binder(), RedissonClient.class);
        CoordinatorProvider provider = new CoordinatorProvider(settings);
        bind(Coordinator.class).toProvider(provider).in(Scopes.SINGLETON);
        AfterTransaction afterTransaction = new AfterTransaction();
        if (settings.coordinator().locksEnabled()) {
            bindInterceptor(TransactionalMethods.TRANSACTIONAL_CLASSES, TransactionalMethods.WRITTEN, afterTransaction);
            bindInterceptor(TransactionalMethods.EXTENSIBLE, TransactionalMethods.TRANSACTIONAL, afterTransaction);
        }
        WeavingCheck check = new WeavingCheck(settings.requireWeaving());
        if (settings.enabled()) {
            bindListener(Matchers.any(), check.types());
            bindListener(WeavingCheck.MADE_BY_PROVIDERS, check.provisions());
        }
        requestInjection(new Starter(settings, provider, check, afterTransaction));
    }
}
