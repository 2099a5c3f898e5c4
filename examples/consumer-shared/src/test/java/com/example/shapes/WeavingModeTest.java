package com.example.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.weaver.Woven;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** This project is woven when its pom says that it is: in its class files, or only as they are loaded. */
class WeavingModeTest {

    private static final String MODE = System.getProperty("consumer.weaving");

    @Test
    void theLoadedClassIsWoven() throws NoSuchMethodException {
        assertThat(Methods.class.getMethod("guardedFinal", String.class))
                .satisfies(method ->
                        assertThat(method.isAnnotationPresent(Woven.class)).isTrue());
    }

    @Test
    void everyAnnotatedMethodBearsTheMarkAndNoOther() {
        assertThat(Arrays.stream(Methods.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Woven.class))
                        .map(method -> method.getName()))
                .containsExactlyInAnyOrder(
                        "guardedPrivate",
                        "guardedStatic",
                        "guardedFinal",
                        "selfInvoked",
                        "guardedSynchronized",
                        "withLambda");
    }

    @Test
    void theClassFileIsWovenOnlyWhereTheBuildWeaves() throws IOException {
        assertThat(MODE).isIn("compile-time", "load-time");
        assertThat(textOfClassFile().contains("Ldev/lockstitch/weaver/Woven;")).isEqualTo(MODE.equals("compile-time"));
        assertThat(textOfClassFile()).contains("Ldev/lockstitch/DistributedLock;");
    }

    private static String textOfClassFile() throws IOException {
        try (InputStream file = Methods.class.getResourceAsStream("Methods.class")) {
            return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
