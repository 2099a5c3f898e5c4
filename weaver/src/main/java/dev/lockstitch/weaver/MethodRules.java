package dev.lockstitch.weaver;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a method must be, or must not be, to be guarded, whatever its annotations say. */
final class MethodRules {

    /** By name: none of them is a dependency of this library. */
    private static final Set<String> LATER_RESULTS = Set.of(
            "java.util.concurrent.CompletionStage",
            "com.google.common.util.concurrent.ListenableFuture",
            "org.reactivestreams.Publisher");

    private MethodRules() {}

    /** Refuses methods whose work is not done when they return: the guard would end before the work does. */
    static void checkReturnsWhenDone(Declared<?> declared) {
        Class<?> returns = declared.method().method().getReturnType();
        if (isLaterResult(returns)) {
            throw refused(
                    declared,
                    "a method that returns " + returns.getSimpleName()
                            + " is not supported in this version, because its work goes on after it returned;"
                            + " guard the method that does the work and returns its result");
        }
        Class<?>[] parameters = declared.method().method().getParameterTypes();
        if (parameters.length > 0
                && parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation")) {
            throw refused(
                    declared,
                    "a suspend function cannot be guarded, because it returns whenever it is suspended;"
                            + " guard an ordinary function that does the work");
        }
    }

    private static UnsupportedOperationException refused(Declared<?> declared, String problem) {
        return new UnsupportedOperationException(declared.method().display() + ": " + declared.bare() + ": " + problem);
    }

    /** Refuses to return nothing where there is no nothing. */
    static void checkCanReturnNothing(Declared<?> declared, String attribute, Enum<?> value) {
        if (value.name().equals("SKIP") && declared.method().returnsPrimitive()) {
            throw declared.wrong(
                    attribute,
                    value,
                    "the method returns the primitive "
                            + declared.method().method().getReturnType().getSimpleName()
                            + ", which cannot be nothing; return an object or an Optional, or use another reaction");
        }
    }

    private static boolean isLaterResult(@Nullable Class<?> type) {
        if (type == null) {
            return false;
        }
        if (LATER_RESULTS.contains(type.getName()) || isLaterResult(type.getSuperclass())) {
            return true;
        }
        for (Class<?> each : type.getInterfaces()) {
            if (isLaterResult(each)) {
                return true;
            }
        }
        return false;
    }
}
