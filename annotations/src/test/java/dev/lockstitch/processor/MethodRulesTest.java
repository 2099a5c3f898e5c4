package dev.lockstitch.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class MethodRulesTest {

    @Test
    void anAbstractMethod() {
        String problem = " has no effect on an abstract method: annotations are not inherited;"
                + " put it on the methods that implement this one";
        Compiled.types("public interface Shop { @DistributedLock(key = \"{x}\") void pay(); }")
                .refusedAt("@DistributedLock(key = \"{x}\")", "Shop.pay(): @DistributedLock" + problem);
        Compiled.types("public abstract class Shop { @RateLimited(key = \"a\") abstract void pay(); }")
                .refusedAt("@RateLimited(key = \"a\")", "Shop.pay(): @RateLimited" + problem);
    }

    @Test
    void aResultThatComesLater() {
        String problem =
                " cannot be guarded, because its work goes on after it returned and the guard would not; declare"
                        + " CompletionStage, CompletableFuture, ListenableFuture, Mono or Flux, or guard the method that does"
                        + " the work and returns its result";
        Compiled.shop("@DistributedLock(key = \"a\") Special pay() { return null; }"
                        + " static class Special extends CompletableFuture<String> {}")
                .refusedAt(
                        "@DistributedLock(key = \"a\")",
                        "Shop.pay(): @DistributedLock: a method that returns Special" + problem);
        Compiled.shop("@DistributedLock(key = \"a\") Future<String> pay() { return null; }")
                .refusedAt(
                        "@DistributedLock(key = \"a\")",
                        "Shop.pay(): @DistributedLock: a method that returns Future" + problem);
        Compiled.shop("@DistributedLock(key = \"a\") Flow.Publisher<String> pay() { return null; }")
                .refusedAt(
                        "@DistributedLock(key = \"a\")",
                        "Shop.pay(): @DistributedLock: a method that returns Publisher" + problem);
    }

    @Test
    void aLimitOnAResultWhoseEndCannotBeSeen() {
        Compiled.shop("@RateLimited(key = \"a\", permits = 1) Future<String> pay() { return null; }")
                .refusedAt(
                        "@RateLimited(key = \"a\", permits = 1)",
                        "Shop.pay(): @RateLimited: a method that returns Future cannot be guarded, because its work goes"
                                + " on after it returned and the guard would not; declare CompletionStage,"
                                + " CompletableFuture, ListenableFuture, Mono or Flux, or guard the method that does the"
                                + " work and returns its result");
    }

    @Test
    void nothingForAPrimitive() {
        String problem = ": the method returns the primitive int, which cannot be nothing;"
                + " return an object or an Optional, or use another reaction";
        Compiled.shop("@DistributedLock(key = \"a\", onContention = OnContention.SKIP) int pay() { return 1; }")
                .refusedAt("OnContention.SKIP", "Shop.pay(): @DistributedLock(onContention = SKIP)" + problem);
        Compiled.shop("@RateLimited(key = \"a\", permits = 1, onLimit = OnLimit.SKIP) int pay() { return 1; }")
                .refusedAt("OnLimit.SKIP", "Shop.pay(): @RateLimited(onLimit = SKIP)" + problem);
        Compiled.shop("@DistributedLock(key = \"a\", onUnavailable = OnUnavailable.SKIP) int pay() { return 1; }")
                .refusedAt("OnUnavailable.SKIP", "Shop.pay(): @DistributedLock(onUnavailable = SKIP)" + problem);
    }

    @Test
    void aSynchronizedMethodIsNotedAndCompiles() {
        assertThat(Compiled.shop("@DistributedLock(key = \"a\") synchronized void pay() {}")
                        .notes())
                .extracting(note -> note.getMessage(Locale.ROOT))
                .containsExactly("Shop.pay(): @DistributedLock on a synchronized method: the monitor is entered before"
                        + " the lock is asked for, so that one waiting call blocks all of this object's;"
                        + " drop synchronized");
    }

    @Test
    void anAnnotationTypeIsCheckedForWhatDoesNotDependOnTheMethod() {
        Compiled.types("""
                        @DistributedLock(key = "{anything.goes}{7}{this.x}", waitTime = "5", fallback = "other",
                            onContention = OnContention.SKIP)
                        @RateLimited(key = "{", permits = 1)
                        public @interface Guarded {}
                        """)
                .hasErrors(
                        "@Guarded: @DistributedLock(waitTime = \"5\"): \"5\" has no unit; write it like 500ms, 2s, 5m,"
                                + " 1h, 1d or PT2S",
                        "@Guarded: @RateLimited key = \"{\": \"{\" at character 1 is not closed; close the placeholder"
                                + " with \"}\", or write \"{{\" for a literal brace");
    }

    @Test
    void aMemberTypeIsNamedBySimpleNamesAndWithoutTypeArguments() {
        Compiled.shop("static class Desk { @DistributedLock(key = \"a\", waitTime = \"5\")"
                        + " <T extends Comparable<T>> void pay(T t, Map.Entry<String, List<T>>[] e, long l) {} }")
                .refusedAt(
                        "\"5\"",
                        "Desk.pay(Comparable, Entry[], long): @DistributedLock(waitTime = \"5\"): \"5\" has no unit;"
                                + " write it like 500ms, 2s, 5m, 1h, 1d or PT2S");
    }
}
