package dev.lockstitch.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.PrivateModule;
import com.google.inject.matcher.Matchers;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.TransactionExtent;
import dev.lockstitch.weaver.Handoff;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InterceptorOrderTest {

    private static RedisProcess redis;

    private final List<String> events = new ArrayList<>();

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void close() {
        Handoff.closeInstalled();
    }

    private static LockstitchModule lockstitch() {
        return LockstitchModule.builder().redis(redis.url()).build();
    }

    /** Begins transactions for methods and classes with that annotation, as guice-persist does. */
    private final class Transactions extends AbstractModule {

        private final Class<? extends Annotation> annotation;

        Transactions(Class<? extends Annotation> annotation) {
            this.annotation = annotation;
        }

        @Override
        protected void configure() {
            MethodInterceptor interceptor = call -> {
                events.add("begin");
                Object result = call.proceed();
                events.add("commit");
                return result;
            };
            bindInterceptor(Matchers.annotatedWith(annotation), Matchers.any(), interceptor);
            bindInterceptor(Matchers.any(), Matchers.annotatedWith(annotation), interceptor);
        }
    }

    private Module persist() {
        return new Transactions(com.google.inject.persist.Transactional.class);
    }

    private Module jakarta() {
        return new Transactions(jakarta.transaction.Transactional.class);
    }

    static class Till implements Runnable {
        List<String> events = new ArrayList<>();

        @Override
        @com.google.inject.persist.Transactional
        public void run() {
            noteEnd(events);
        }
    }

    @jakarta.transaction.Transactional
    static class JakartaTill extends Till {
        @Override
        public void run() {
            noteEnd(events);
        }
    }

    static class PlainTill extends Till {
        @Override
        public void run() {
            noteEnd(events);
        }
    }

    @com.google.inject.persist.Transactional
    static final class FinalTill {}

    private static void noteEnd(List<String> events) {
        TransactionExtent.end()
                .ifPresentOrElse(
                        end -> end.thenRun(() -> events.add("give back")), () -> events.add("outside of an extent"));
    }

    private List<String> eventsOf(Till till) {
        events.clear();
        till.events = events;
        till.run();
        return events;
    }

    @Test
    void locksAreGivenBackAfterTheCommitWhicheverAnnotationAsksForIt() {
        Injector injector = Guice.createInjector(lockstitch(), persist(), jakarta());

        for (Class<? extends Till> type : List.of(Till.class, JakartaTill.class)) {
            assertThat(eventsOf(injector.getInstance(type)))
                    .as(type.getSimpleName())
                    .containsExactly("begin", "commit", "give back");
        }
    }

    @Test
    void aMethodWithoutTheAnnotationHasNoExtent() {
        Injector injector = Guice.createInjector(lockstitch(), persist());

        assertThat(eventsOf(injector.getInstance(PlainTill.class))).containsExactly("outside of an extent");
    }

    @Test
    void aClassThatGuiceCannotExtendIsLeftAlone() {
        assertThat(Guice.createInjector(lockstitch()).getInstance(FinalTill.class))
                .isNotNull();
    }

    @Test
    void transactionsInstalledBeforeAreRefusedAndTheMessageNamesBothModules() {
        for (Module transactions : List.of(persist(), jakarta())) {
            assertThatThrownBy(() -> Guice.createInjector(transactions, lockstitch()))
                    .isInstanceOf(CreationException.class)
                    .hasMessageContainingAll(
                            "LockstitchModule is installed after InterceptorOrderTest$Transactions, so",
                            "given back before the transaction around it is committed",
                            "Install LockstitchModule before",
                            "new LockstitchModule(), …, new InterceptorOrderTest.Transactions(…)",
                            "bound at");
        }
    }

    @Test
    void afterARefusalTheRightOrderWorksAtOnce() {
        assertThatThrownBy(() -> Guice.createInjector(persist(), lockstitch())).isInstanceOf(CreationException.class);

        assertThat(Guice.createInjector(lockstitch(), persist()).getInstance(Coordinator.class))
                .isNotNull();
    }

    @Test
    void transactionsOfTheParentInjectorAreRefused() {
        Injector parent = Guice.createInjector(persist());

        assertThatThrownBy(() -> parent.createChildInjector(lockstitch()))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("LockstitchModule is installed after");
    }

    @Test
    void transactionsOutsideOfAPrivateModuleWithLocksAreRefused() {
        Module hidden = new PrivateModule() {
            @Override
            protected void configure() {
                install(lockstitch());
            }
        };

        assertThatThrownBy(() -> Guice.createInjector(hidden, persist()))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("LockstitchModule is installed after");
    }

    @Test
    void transactionsOfAPrivateModuleOrChildAreWithinOursWhateverTheOrder() {
        Module hidden = new PrivateModule() {
            @Override
            protected void configure() {
                install(persist());
                bind(Till.class);
                expose(Till.class);
            }
        };
        Till till = Guice.createInjector(hidden, lockstitch()).getInstance(Till.class);
        assertThat(eventsOf(till)).containsExactly("begin", "commit", "give back");
        Handoff.closeInstalled();

        Injector child =
                Guice.createInjector(lockstitch()).createChildInjector(persist(), binder -> binder.bind(Till.class));
        assertThat(eventsOf(child.getInstance(Till.class))).containsExactly("begin", "commit", "give back");
    }

    @Test
    void interceptorsThatBeginNoTransactionMayComeBefore() {
        Module timing = new AbstractModule() {
            @Override
            protected void configure() {
                bindInterceptor(Matchers.any(), Matchers.any(), call -> call.proceed());
                bindInterceptor(Matchers.any(), Matchers.annotatedWith(Deprecated.class), call -> call.proceed());
            }
        };

        assertThat(Guice.createInjector(timing, lockstitch(), persist()).getInstance(Coordinator.class))
                .isNotNull();
    }

    @Test
    void withLocksSwitchedOffTheOrderDoesNotMatterAndNothingIsIntercepted() {
        LockstitchModule limitsOnly = LockstitchModule.builder()
                .redis(redis.url())
                .locksEnabled(false)
                .build();

        assertThat(eventsOf(Guice.createInjector(persist(), limitsOnly).getInstance(Till.class)))
                .containsExactly("begin", "outside of an extent", "commit");
    }
}
