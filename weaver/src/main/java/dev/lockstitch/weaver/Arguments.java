package dev.lockstitch.weaver;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import org.aspectj.lang.JoinPoint;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, to be read at once and neither changed nor kept. AspectJ copies them for everyone who asks,
 * which a key does at each call; where its own array can be had, that is read.
 */
final class Arguments {

    private static final @Nullable Class<?> WOVEN = woven();
    private static final @Nullable MethodHandle READER = WOVEN == null ? null : reader(WOVEN);

    private Arguments() {}

    static @Nullable Object[] of(JoinPoint call) {
        MethodHandle reader = READER;
        if (reader == null || WOVEN == null || !WOVEN.isInstance(call)) {
            return call.getArgs();
        }
        try {
            @Nullable Object[] args = (Object[]) reader.invokeExact(call);
            return args == null ? call.getArgs() : args;
        } catch (Throwable e) {
            return call.getArgs();
        }
    }

    private static @Nullable Class<?> woven() {
        try {
            return Class.forName("org.aspectj.runtime.reflect.JoinPointImpl", false, JoinPoint.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static @Nullable MethodHandle reader(Class<?> woven) {
        try {
            Field field = woven.getDeclaredField("args");
            field.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflectGetter(field)
                    .asType(MethodType.methodType(Object[].class, JoinPoint.class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Another version of AspectJ, or one behind a module's wall: the copies do as well.
            return null;
        }
    }
}
