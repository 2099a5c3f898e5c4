package dev.lockstitch.weaver;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.RateLimited;
import dev.lockstitch.RateLimits;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds our annotations on a method, and on the annotations of the method, in the order in which they are written. */
final class Declarations {

    private Declarations() {}

    static boolean isGuarded(Method method) {
        for (Annotation annotation : method.getDeclaredAnnotations()) {
            if (isOurs(annotation.annotationType()) || isComposed(annotation.annotationType())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a composed annotation stands there more than once: the container that holds them is not woven. */
    static boolean isComposedTwice(Method method) {
        for (Annotation annotation : method.getDeclaredAnnotations()) {
            for (Method attribute : annotation.annotationType().getDeclaredMethods()) {
                Class<?> element = attribute.getReturnType().getComponentType();
                if (element != null
                        && element != RateLimited.class
                        && element.isAnnotation()
                        && attribute.getName().equals("value")
                        && isComposed(element)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** All of them, as messages name them. */
    static String named(GuardedMethod method) {
        return Stream.concat(locks(method).stream(), limits(method).stream())
                .map(Declared::bare)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    static List<Declared<DistributedLock>> locks(GuardedMethod method) {
        List<Declared<DistributedLock>> found = new ArrayList<>();
        walk(method, (annotation, on) -> {
            if (annotation instanceof DistributedLock lock) {
                found.add(new Declared<>(lock, method, on));
            }
        });
        return found;
    }

    static List<Declared<RateLimited>> limits(GuardedMethod method) {
        List<Declared<RateLimited>> found = new ArrayList<>();
        walk(method, (annotation, on) -> {
            if (annotation instanceof RateLimited limit) {
                found.add(new Declared<>(limit, method, on));
            } else if (annotation instanceof RateLimits limits) {
                for (RateLimited limit : limits.value()) {
                    found.add(new Declared<>(limit, method, on));
                }
            }
        });
        return found;
    }

    private static void walk(GuardedMethod method, BiConsumer<Annotation, String> visitor) {
        for (Annotation direct : method.method().getDeclaredAnnotations()) {
            visitor.accept(direct, "");
            Class<? extends Annotation> type = direct.annotationType();
            if (!isOurs(type) && isComposed(type)) {
                for (Annotation composed : type.getDeclaredAnnotations()) {
                    visitor.accept(composed, " on @" + type.getSimpleName());
                }
            }
        }
    }

    private static boolean isOurs(Class<? extends Annotation> type) {
        return type == DistributedLock.class || type == RateLimited.class || type == RateLimits.class;
    }

    private static boolean isComposed(AnnotatedElement type) {
        return type.isAnnotationPresent(DistributedLock.class)
                || type.isAnnotationPresent(RateLimited.class)
                || type.isAnnotationPresent(RateLimits.class);
    }
}
