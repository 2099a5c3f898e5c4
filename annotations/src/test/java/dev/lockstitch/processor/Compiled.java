package dev.lockstitch.processor;

import static com.google.testing.compile.Compiler.javac;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** What javac says of a source, with the check at work. */
final class Compiled {

    private static final String HEAD = """
            package shop;
            import dev.lockstitch.*;
            import java.util.*;
            import java.util.concurrent.*;
            """;

    private final Compilation compilation;

    private Compiled(Compilation compilation) {
        this.compilation = compilation;
    }

    /** A class Shop with these members. */
    static Compiled shop(String members) {
        return types("public class Shop {\n" + members + "\n}");
    }

    /** These types in the package shop, which has classes of a few kinds beside them. */
    static Compiled types(String... sources) {
        return new Compiled(javac().withProcessors(new LockstitchProcessor())
                .withOptions("-Xlint:all,-processing", "-Werror")
                .compile(Sources.of(HEAD, sources)));
    }

    void refusedAt(String place, String message) {
        assertThat(compilation.errors())
                .extracting(error -> error.getMessage(Locale.ROOT), Compiled::place)
                .containsExactly(tuple(message, place));
        assertThat(compilation.diagnostics()).hasSize(1);
    }

    void hasErrors(String... messages) {
        assertThat(compilation.errors())
                .extracting(error -> error.getMessage(Locale.ROOT))
                .containsExactly(messages);
    }

    /** It does not compile, and we have nothing to add. */
    void isTheCompilersOwnConcern() {
        assertThat(compilation.errors())
                .isNotEmpty()
                .extracting(error -> error.getMessage(Locale.ROOT))
                .noneMatch(message -> message.startsWith("Shop."));
    }

    /** Not even a note. */
    void isClean() {
        assertThat(compilation.diagnostics()).isEmpty();
    }

    List<Diagnostic<? extends JavaFileObject>> notes() {
        assertThat(compilation.status()).isEqualTo(Compilation.Status.SUCCESS);
        return compilation.notes();
    }

    private static String place(Diagnostic<? extends JavaFileObject> diagnostic) {
        try {
            return diagnostic
                    .getSource()
                    .getCharContent(false)
                    .subSequence((int) diagnostic.getStartPosition(), (int) diagnostic.getEndPosition())
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
