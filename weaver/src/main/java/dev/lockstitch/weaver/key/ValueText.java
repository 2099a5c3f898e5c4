package dev.lockstitch.weaver.key;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The text of a value, for values that have one. */
final class ValueText {

    private static final ClassValue<Boolean> HAS_TEXT = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return hasText(type);
        }
    };

    private ValueText() {}

    /** What is in an optional, null for an empty one; anything else as it is. */
    static @Nullable Object unwrapped(@Nullable Object value) {
        Object inner = value;
        while (inner instanceof Optional<?> optional) {
            inner = optional.orElse(null);
        }
        if (inner instanceof OptionalInt number) {
            return number.isPresent() ? number.getAsInt() : null;
        }
        if (inner instanceof OptionalLong number) {
            return number.isPresent() ? number.getAsLong() : null;
        }
        if (inner instanceof OptionalDouble number) {
            return number.isPresent() ? number.getAsDouble() : null;
        }
        return inner;
    }

    /** Whether the value says more of itself than its address, and is no container of values. */
    static boolean exists(Object value) {
        return value instanceof String || HAS_TEXT.get(value.getClass());
    }

    static @Nullable String of(Object value) {
        try {
            return value instanceof Enum<?> constant ? constant.name() : value.toString();
        } catch (RuntimeException e) {
            throw new KeyProblem(
                    "is a " + value.getClass().getTypeName() + " whose toString() threw "
                            + e.getClass().getName() + "; see the cause",
                    e);
        }
    }

    private static boolean hasText(Class<?> type) {
        if (CharSequence.class.isAssignableFrom(type) || Path.class.isAssignableFrom(type)) {
            return true;
        }
        if (type.isArray() || Iterable.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            return false;
        }
        try {
            return type.getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no toString()", e);
        }
    }
}
