package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.CoordinationUnavailableException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How a method answers when its body does not run. */
record Reply(String display, @Nullable Object nothing, boolean canReturnNothing, boolean declaresInterruption) {

    private static final Map<Class<?>, Object> EMPTY = Map.of(
            Optional.class, Optional.empty(),
            OptionalInt.class, OptionalInt.empty(),
            OptionalLong.class, OptionalLong.empty(),
            OptionalDouble.class, OptionalDouble.empty());

    static Reply of(GuardedMethod guarded) {
        Method method = guarded.method();
        boolean interruptible = false;
        for (Class<?> declared : method.getExceptionTypes()) {
            interruptible |= declared.isAssignableFrom(InterruptedException.class);
        }
        return new Reply(
                guarded.display(), EMPTY.get(method.getReturnType()), !guarded.returnsPrimitive(), interruptible);
    }

    /** What a call returns that is skipped during an outage: the module can ask for it where the annotation could not. */
    @Nullable
    Object skipped() {
        requireSkippable();
        return nothing;
    }

    void requireSkippable() {
        if (!canReturnNothing) {
            throw new CoordinationUnavailableException(
                    display + ": Redis cannot be used, and the call cannot be skipped because it returns a primitive;"
                            + " set onUnavailable to PROCEED or FAIL on this method",
                    null);
        }
    }

    Exception interrupted(String what, InterruptedException e) {
        if (declaresInterruption) {
            return e;
        }
        Thread.currentThread().interrupt();
        return new CoordinationInterruptedException(display + ": interrupted while asking for " + what, e);
    }
}
