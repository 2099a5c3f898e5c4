package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.weaver.Fallback.Candidate;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the methods that the attribute {@code fallback} names, and checks that they can stand in. */
final class FallbackFinder {

    private static final MethodType CALL =
            MethodType.methodType(Object.class, Object.class, Object[].class, Throwable.class);

    private final Declared<?> declared;
    private final String name;
    private final List<Class<? extends CoordinationException>> possible;
    private final Method method;

    private FallbackFinder(Declared<?> declared, String name, Class<? extends CoordinationException> refusal) {
        this.declared = declared;
        this.name = name;
        this.possible = List.of(refusal, CoordinationUnavailableException.class);
        this.method = declared.method().method();
    }

    /** Looks among the methods of the same class; {@code refusal} is what the method throws when it is not its turn. */
    static Fallback find(Declared<?> declared, String name, Class<? extends CoordinationException> refusal) {
        return name.isEmpty() ? Fallback.NONE : new FallbackFinder(declared, name, refusal).find();
    }

    private Fallback find() {
        List<Method> fitting = new ArrayList<>();
        for (Method candidate : method.getDeclaringClass().getDeclaredMethods()) {
            if (candidate.getName().equals(name) && !candidate.isBridge() && fits(candidate)) {
                fitting.add(candidate);
            }
        }
        if (fitting.isEmpty()) {
            throw wrong("no method " + name + " with the same parameters, or with one more at the end that takes "
                    + possible.get(0).getSimpleName() + ", in "
                    + method.getDeclaringClass().getName()
                    + "; add one, or correct the name");
        }
        // The most specific exception first, the method that takes none last.
        fitting.sort((a, b) -> a.getParameterCount() != b.getParameterCount()
                ? b.getParameterCount() - a.getParameterCount()
                : extra(a).isAssignableFrom(extra(b)) ? 1 : -1);
        return new Fallback(fitting.stream().map(this::candidate).toList());
    }

    private boolean fits(Method candidate) {
        Class<?>[] wanted = method.getParameterTypes();
        Class<?>[] actual = candidate.getParameterTypes();
        if (actual.length == wanted.length) {
            return Arrays.equals(actual, wanted);
        }
        return actual.length == wanted.length + 1
                && Arrays.equals(Arrays.copyOf(actual, wanted.length), wanted)
                && Throwable.class.isAssignableFrom(extra(candidate))
                && possible.stream().anyMatch(extra(candidate)::isAssignableFrom);
    }

    private static Class<?> extra(Method candidate) {
        return candidate.getParameterTypes()[candidate.getParameterCount() - 1];
    }

    private Candidate candidate(Method fallback) {
        String shown = GuardedMethod.of(fallback).display();
        if (fallback.equals(method)) {
            throw wrong("names the method itself; name another");
        }
        if (declared.method().isStatic() && !Modifier.isStatic(fallback.getModifiers())) {
            throw wrong(shown + " is not static, but the method is; make it static");
        }
        if (!returnsTheSame(fallback)) {
            throw wrong(shown + " returns " + fallback.getReturnType().getSimpleName() + ", but the method "
                    + method.getReturnType().getSimpleName() + "; return the same");
        }
        boolean takesException = fallback.getParameterCount() > method.getParameterCount();
        return new Candidate(takesException ? extra(fallback) : Throwable.class, handle(fallback, takesException));
    }

    private boolean returnsTheSame(Method fallback) {
        return method.getReturnType().isAssignableFrom(fallback.getReturnType());
    }

    private MethodHandle handle(Method fallback, boolean takesException) {
        MethodHandle handle = opened(fallback).asFixedArity();
        if (Modifier.isStatic(fallback.getModifiers())) {
            handle = MethodHandles.dropArguments(handle, 0, Object.class);
        }
        if (!takesException) {
            handle = MethodHandles.dropArguments(handle, handle.type().parameterCount(), Throwable.class);
        }
        return handle.asSpreader(1, Object[].class, method.getParameterCount()).asType(CALL);
    }

    private MethodHandle opened(Method fallback) {
        try {
            fallback.setAccessible(true);
            return MethodHandles.lookup().unreflect(fallback);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            throw wrong(GuardedMethod.of(fallback).display() + " cannot be called from here; open its package to "
                    + FallbackFinder.class.getModule());
        }
    }

    private IllegalArgumentException wrong(String problem) {
        return declared.wrong("fallback", name, problem);
    }
}
