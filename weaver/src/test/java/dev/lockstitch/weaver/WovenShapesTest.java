package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WovenShapesTest {

    private final FakeCoordinator coordinator = new FakeCoordinator();
    private Handoff.Registration registration;

    @BeforeEach
    void install() {
        registration = Handoff.install(coordinator.wiring());
    }

    @AfterEach
    void withdraw() {
        registration.close();
    }

    static Stream<Arguments> shapes() {
        Shapes shapes = new Shapes();
        Shapes.Bridged bridged = new Shapes.Bridged();
        Function<String, String> bridge = bridged;
        return Stream.of(
                shape("instance", shapes::instance),
                shape("private", shapes::callsPrivate),
                shape("static", Shapes::ofClass),
                shape("final", shapes::fixed),
                shape("synchronized", shapes::monitored),
                shape("lambda", shapes::withLambda),
                shape("later", key -> shapes.later(key).join()),
                shape("default", bridged::inherited),
                shape("static-interface", Shapes.WithDefault::ofInterface),
                shape("bridged", bridge),
                shape("bridged", key -> new Shapes.Bridged().apply(key)),
                shape("record", new Shapes.Pair("")::act),
                shape("enum", Shapes.Body.ONE::act));
    }

    private static Arguments shape(String name, Function<String, String> method) {
        return Arguments.of(name, method);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void aMethodOfThisShapeIsLockedExactlyOnce(String name, Function<String, String> method) {
        assertThat(method.apply("x")).isEqualTo("did x");

        assertThat(coordinator.events).containsExactly("lock " + name + ":x", "unlock " + name + ":x");
    }

    @Test
    void aMethodThatAConstructorCallsIsLockedOnce() {
        assertThat(new Shapes("new")).isNotNull();

        assertThat(coordinator.events).containsExactly("lock instance:new", "unlock instance:new");
    }

    @Test
    void aPrimitiveResultComesThrough() {
        assertThat(new Shapes().primitive(41)).isEqualTo(42);
    }

    @Test
    void limitsAreDecidedTogetherAndBeforeTheLock() {
        new Shapes().both("x");

        assertThat(coordinator.events).containsExactly("limit one:x,two:x", "lock both:x", "unlock both:x");
    }

    @Test
    void annotationsOnAnAnnotationCount() {
        new Shapes().composed("x");

        assertThat(coordinator.events).containsExactly("limit limit:x", "lock composed:x", "unlock composed:x");
    }

    @Test
    void everyGuardedMethodIsMarkedAsWoven() {
        Stream.of(
                        Shapes.class,
                        Shapes.WithDefault.class,
                        Shapes.Bridged.class,
                        Shapes.Pair.class,
                        ((Object) Shapes.Body.ONE).getClass())
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isBridge() && !method.isSynthetic())
                .forEach(method -> assertThat(method.isAnnotationPresent(Woven.class))
                        .as(method.toString())
                        .isEqualTo(Declarations.isGuarded(method)));
    }

    @Test
    void theMonitorOfASynchronizedMethodIsWarnedAboutOnce() {
        try (Logged logged = new Logged()) {
            new Shapes().monitored("x");
            new Shapes().monitored("y");

            assertThat(logged.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("Shapes.monitored(String): @DistributedLock on a synchronized method");
        }
    }
}
