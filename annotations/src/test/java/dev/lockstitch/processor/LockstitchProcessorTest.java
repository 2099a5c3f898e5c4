package dev.lockstitch.processor;

import static com.google.testing.compile.Compiler.javac;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.lockstitch.DistributedLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;

class LockstitchProcessorTest {

    @Test
    void compilersFindIt() {
        assertThat(ServiceLoader.load(Processor.class)).hasAtLeastOneElementOfType(LockstitchProcessor.class);
    }

    @Test
    void gradleMayCompileIncrementally() throws IOException {
        String path = "META-INF/gradle/incremental.annotation.processors";
        try (InputStream file = LockstitchProcessor.class.getClassLoader().getResourceAsStream(path)) {
            assertThat(file).isNotNull();
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(LockstitchProcessor.class.getName() + ",isolating");
        }
    }

    @Test
    void othersMayLookAtTheAnnotationsToo() {
        assertThat(compile(new LockstitchProcessor(), new Generating(), "PT1S").status())
                .isEqualTo(Compilation.Status.SUCCESS);
    }

    @Test
    void constantsThatAreGeneratedMeanwhileAreChecked() {
        assertThat(compile(new LockstitchProcessor(), new Generating(), "soon").errors())
                .extracting(error -> error.getMessage(Locale.ROOT))
                .containsExactly("Shop.pay(Late): @DistributedLock(waitTime = \"soon\"): \"soon\" is not a duration;"
                        + " write it like 500ms, 2s, 5m, 1h, 1d or PT2S");
    }

    private static Compilation compile(Processor first, Generating second, String wait) {
        second.wait = wait;
        return javac().withProcessors(first, second).compile(JavaFileObjects.forSourceString("Shop", """
                        @dev.lockstitch.DistributedLock(key = "a") @interface Composed {}
                        class Shop {
                            @dev.lockstitch.DistributedLock(key = "{late.x}", waitTime = Late.WAIT)
                            void pay(Late late) {}
                        }
                        """));
    }

    /** Writes a class in its first round. */
    private static final class Generating extends AbstractProcessor {

        private String wait = "";

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of(DistributedLock.class.getName());
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!annotations.isEmpty()) {
                try (Writer late =
                        processingEnv.getFiler().createSourceFile("Late").openWriter()) {
                    late.write("final class Late { static final String WAIT = \"" + wait + "\"; public int x; }");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return false;
        }
    }
}
