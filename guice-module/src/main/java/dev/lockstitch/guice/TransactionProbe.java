package dev.lockstitch.guice;

import com.google.inject.spi.InterceptorBinding;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Tells which interceptors begin transactions: those that want a method for its {@code @Transactional} alone. Where an
 * annotation is not on the application's class path, the JVM leaves it out of the probes, and nothing begins
 * transactions for it.
 */
final class TransactionProbe {

    private static final Method PLAIN = probe(Plain.class);
    private static final List<Method> TRANSACTIONAL = List.of(
            probe(PersistMethod.class), probe(PersistClass.class), probe(JtaMethod.class), probe(JtaClass.class));

    private TransactionProbe() {}

    static boolean beginsTransactions(InterceptorBinding binding) {
        return !applies(binding, PLAIN) && TRANSACTIONAL.stream().anyMatch(method -> applies(binding, method));
    }

    private static boolean applies(InterceptorBinding binding, Method method) {
        return binding.getClassMatcher().matches(method.getDeclaringClass())
                && binding.getMethodMatcher().matches(method);
    }

    private static Method probe(Class<?> type) {
        try {
            return type.getDeclaredMethod("probe");
        } catch (NoSuchMethodException e) {
            throw new LinkageError(type + " has lost its method; keep it when shrinking the application", e);
        }
    }

    static class Plain {
        void probe() {}
    }

    static class PersistMethod {
        @com.google.inject.persist.Transactional
        void probe() {}
    }

    @com.google.inject.persist.Transactional
    static class PersistClass {
        void probe() {}
    }

    static class JtaMethod {
        @jakarta.transaction.Transactional
        void probe() {}
    }

    @jakarta.transaction.Transactional
    static class JtaClass {
        void probe() {}
    }
}
