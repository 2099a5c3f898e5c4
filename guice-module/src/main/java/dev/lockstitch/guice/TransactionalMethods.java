package dev.lockstitch.guice;

import com.google.inject.matcher.Matcher;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;

/** Finds methods that run in a transaction, by the names of the annotations: neither library need be there. */
final class TransactionalMethods {

    private static final Set<String> ANNOTATIONS =
            Set.of("com.google.inject.persist.Transactional", "jakarta.transaction.Transactional");

    /** Guice cannot extend a final class, and would refuse it on our account. */
    static final Matcher<Class<?>> EXTENSIBLE = type -> !Modifier.isFinal(type.getModifiers());

    static final Matcher<Class<?>> TRANSACTIONAL_CLASSES = type -> EXTENSIBLE.matches(type) && isTransactional(type);

    /** The compiler's own methods call those that the programmer wrote. */
    static final Matcher<Method> WRITTEN = method -> !method.isSynthetic() && !method.isBridge();

    static final Matcher<Method> TRANSACTIONAL = method -> WRITTEN.matches(method) && isTransactional(method);

    private TransactionalMethods() {}

    private static boolean isTransactional(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (ANNOTATIONS.contains(annotation.annotationType().getName())) {
                return true;
            }
        }
        return false;
    }
}
