package dev.lockstitch.weaver;

import dev.lockstitch.syntax.LaterResults;
import org.jspecify.annotations.Nullable;

/** What a method must be, or must not be, to be guarded, whatever its annotations say. */
final class MethodRules {

    private MethodRules() {}

    /** Refuses methods whose work goes on after they returned, but for the results that can be followed to their end. */
    static void checkCanBeFollowed(Declared<?> declared) {
        Class<?> returns = declared.method().method().getReturnType();
        if (isLater(returns) && !LaterResults.FOLLOWED.contains(returns.getName())) {
            throw refused(declared, LaterResults.notFollowed(returns.getSimpleName()));
        }
        refuseSuspending(declared);
    }

    private static void refuseSuspending(Declared<?> declared) {
        Class<?>[] parameters = declared.method().method().getParameterTypes();
        if (parameters.length > 0
                && parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation")) {
            throw refused(
                    declared,
                    ": a suspend function cannot be guarded, because it returns whenever it is suspended;"
                            + " guard an ordinary function that does the work");
        }
    }

    private static UnsupportedOperationException refused(Declared<?> declared, String problem) {
        return new UnsupportedOperationException(declared.method().display() + ": " + declared.bare() + problem);
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

    private static boolean isLater(@Nullable Class<?> type) {
        if (type == null) {
            return false;
        }
        if (LaterResults.ALL.contains(type.getName()) || isLater(type.getSuperclass())) {
            return true;
        }
        for (Class<?> each : type.getInterfaces()) {
            if (isLater(each)) {
                return true;
            }
        }
        return false;
    }
}
