package dev.lockstitch.weaver.key;

import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a declared type tells of the values it will have. */
final class Types {

    private static final Set<Class<?>> UNWRAPPED =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private Types() {}

    /** The class of every value, where the declared type leaves no choice; else null. */
    static @Nullable Class<?> exact(Class<?> declared) {
        boolean certain =
                Modifier.isFinal(declared.getModifiers()) && !UNWRAPPED.contains(declared) && !declared.isArray();
        return certain ? MethodType.methodType(declared).wrap().returnType() : null;
    }
}
