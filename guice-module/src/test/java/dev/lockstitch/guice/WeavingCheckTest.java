package dev.lockstitch.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.ProvisionException;
import com.google.inject.Singleton;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WeavingCheckTest {

    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static LockstitchBuilder lockstitch() {
        return LockstitchModule.builder().redis(redis.url());
    }

    private static String[] classMethodAndRemedy() {
        return new String[] {"Unwoven.pay", "@DistributedLock", "not woven", "aspectLibraries", "-javaagent"};
    }

    @Test
    void aBoundUnwovenClassStopsTheInjector() {
        Module shop = binder -> binder.bind(Unwoven.class);
        assertThatThrownBy(() -> Guice.createInjector(lockstitch().build(), shop))
                .isInstanceOf(CreationException.class)
                .hasMessageContainingAll(classMethodAndRemedy());
        assertThatThrownBy(
                        () -> Guice.createInjector(lockstitch().build(), binder -> binder.bind(Unwoven.Limited.class)))
                .isInstanceOf(CreationException.class)
                .hasMessageContainingAll("Limited.sendCode", "@RateLimited", "not woven");
    }

    @Test
    void aBoundUnwovenInstanceStopsTheInjector() {
        Module shop = binder -> binder.bind(Unwoven.class).toInstance(new Unwoven());
        assertThatThrownBy(() -> Guice.createInjector(lockstitch().build(), shop))
                .isInstanceOf(CreationException.class)
                .hasMessageContainingAll(classMethodAndRemedy());
    }

    @Test
    void anUnwovenClassThatIsMadeJustInTimeIsRefusedWhenItIsAskedFor() {
        Injector injector = Guice.createInjector(lockstitch().build());
        try (Coordinator coordinator = injector.getInstance(Coordinator.class)) {
            assertThat(coordinator).isNotNull();
            assertThatThrownBy(() -> injector.getInstance(Unwoven.class))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll(classMethodAndRemedy());
            assertThat(injector.getInstance(Unwoven.Plain.class)).isNotNull();
        }
    }

    @Test
    void anUnwovenClassThatAnotherNeedsStopsTheInjector() {
        Module shop = new AbstractModule() {
            @Override
            protected void configure() {
                bind(NeedsUnwoven.class);
            }
        };
        assertThatThrownBy(() -> Guice.createInjector(lockstitch().build(), shop))
                .isInstanceOf(CreationException.class)
                .hasMessageContainingAll(classMethodAndRemedy());
    }

    record NeedsUnwoven(Unwoven needed) {
        @Inject
        NeedsUnwoven {}
    }

    @Test
    void whatAProviderMakesIsRefusedWhenItIsMade() {
        Injector injector = Guice.createInjector(lockstitch().build(), new Factory());
        try (Coordinator coordinator = injector.getInstance(Coordinator.class)) {
            assertThat(coordinator).isNotNull();
            assertThatThrownBy(() -> injector.getInstance(Object.class))
                    .isInstanceOf(ProvisionException.class)
                    .hasMessageContainingAll(classMethodAndRemedy());
        }
    }

    /** The type is hidden: only what comes out tells. */
    static final class Factory extends AbstractModule {
        @Provides
        @Singleton
        Object hidden() {
            return new Unwoven();
        }
    }

    @Test
    void relaxedItIsOneErrorPerClass() {
        try (Logged logs = new Logged()) {
            Injector injector = Guice.createInjector(
                    lockstitch().requireWeaving(false).build(),
                    (Binder binder) -> binder.bind(Unwoven.class),
                    new Factory());
            try (Coordinator coordinator = injector.getInstance(Coordinator.class)) {
                assertThat(coordinator).isNotNull();
                injector.getInstance(Unwoven.class).pay("1");
                assertThat(injector.getInstance(Object.class)).isInstanceOf(Unwoven.class);
                injector.createChildInjector().getInstance(Unwoven.class);
            }
            assertThat(logs.at(Level.ERROR)).hasSize(1);
            assertThat(logs.at(Level.ERROR).get(0)).contains(classMethodAndRemedy());
        }
    }

    @Test
    void aVariableThatNobodyBoundIsNamedWhenTheInjectorIsCreated() {
        Module shop = binder -> {
            binder.bind(Unwoven.WithVariable.class);
            LockstitchModule.variable(binder, "region").toInstance(() -> "eu");
        };
        assertThatThrownBy(() ->
                        Guice.createInjector(lockstitch().requireWeaving(false).build(), shop))
                .isInstanceOf(CreationException.class)
                .hasMessageContainingAll("WithVariable.pay", "{#tenant}", "LockstitchModule.variable", "[region]");

        Module complete = binder -> {
            binder.bind(Unwoven.WithVariable.class);
            LockstitchModule.variable(binder, "tenant").toInstance(() -> "t");
        };
        try (Logged logs = new Logged();
                Coordinator coordinator = Guice.createInjector(
                                lockstitch().requireWeaving(false).build(), complete)
                        .getInstance(Coordinator.class)) {
            assertThat(coordinator).isNotNull();
            assertThat(logs.at(Level.ERROR)).hasSize(1);
        }
    }

    @Test
    void aVariableWithANameThatNoTemplateCanUseIsRefused() {
        assertThatThrownBy(() -> Guice.createInjector(
                        lockstitch().build(),
                        (Binder binder) ->
                                LockstitchModule.variable(binder, "a b").toInstance(() -> "x")))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("\"a b\"");
    }
}
