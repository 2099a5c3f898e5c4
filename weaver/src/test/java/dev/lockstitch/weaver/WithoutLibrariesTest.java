package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.spi.ReactiveLocks;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Neither Reactor nor Guava is a dependency: without them everything works that does not name them. */
class WithoutLibrariesTest {

    private static final List<String> ABSENT = List.of("reactor.", "org.reactivestreams.", "com.google.common.");

    /** Defines the library's classes anew, and does not know the optional ones. */
    private static final class Bare extends ClassLoader {

        Bare() {
            super(WithoutLibrariesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (ABSENT.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null || !name.startsWith("dev.lockstitch.")) {
                return loaded != null ? loaded : super.loadClass(name, resolve);
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Run in the bare class loader. */
    public static final class Calls implements Callable<List<String>> {

        /** For the test. */
        public Calls() {}

        @Override
        public List<String> call() {
            FakeCoordinator coordinator = new FakeCoordinator();
            try (Handoff.Registration registration = Handoff.install(coordinator.wiring())) {
                new Shapes().instance("x");
                new Shapes().later("x").join();
                new Shapes().laterLimited("x").join();
            }
            coordinator.withLockAsync("y", () -> new Shapes().later("z")).join();
            return List.copyOf(coordinator.events);
        }
    }

    @Test
    void plainMethodsAndStagesAreGuardedAllTheSame() throws Exception {
        Object calls = new Bare()
                .loadClass(Calls.class.getName())
                .getDeclaredConstructor()
                .newInstance();

        assertThat(((Callable<?>) calls).call())
                .isEqualTo(List.of(
                        "lock instance:x",
                        "unlock instance:x",
                        "lock later:x",
                        "unlock later:x",
                        "limit later:x",
                        "lock y",
                        "unlock y"));
    }

    @Test
    void theLibrariesAreReallyAbsentThere() throws Exception {
        Class<?> reactive = new Bare().loadClass(ReactiveLocks.class.getName());

        assertThatThrownBy(reactive::getDeclaredMethods).isInstanceOf(NoClassDefFoundError.class);
    }
}
