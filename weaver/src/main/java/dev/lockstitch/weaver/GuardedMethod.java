package dev.lockstitch.weaver;

import dev.lockstitch.weaver.key.MethodShape;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.reflect.MethodSignature;
import org.jspecify.annotations.Nullable;

/**
 * A method that bears our annotations.
 *
 * @param parameterNames null where neither the class file nor the weaver knows them
 * @param namesMayCome whether the weaver may yet know the names: the method was not called yet
 */
record GuardedMethod(Method method, @Nullable List<String> parameterNames, boolean namesMayCome) {

    static GuardedMethod of(JoinPoint.StaticPart part) {
        MethodSignature signature = (MethodSignature) part.getSignature();
        Method method = signature.getMethod();
        if (method == null) {
            throw new IllegalStateException("The class of " + signature + " has no such method: it was changed after it"
                    + " was woven; weave it last");
        }
        List<String> names = namesIn(method);
        return new GuardedMethod(method, names == null ? namesIn(signature) : names, false);
    }

    static GuardedMethod of(Method method) {
        List<String> names = namesIn(method);
        return new GuardedMethod(method, names, names == null);
    }

    /** {@code Shop.pay(Order)}: how messages name the method. */
    String display() {
        return defaultName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** {@code Shop.pay}: the name of its lock or limit unless another is given. */
    String defaultName() {
        Class<?> type = method.getDeclaringClass();
        String simple = type.getSimpleName();
        // Anonymous classes and bodies of enum constants have no simple name.
        String shown =
                simple.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : simple;
        return shown + "." + method.getName();
    }

    boolean isStatic() {
        return Modifier.isStatic(method.getModifiers());
    }

    boolean returnsPrimitive() {
        return method.getReturnType().isPrimitive() && method.getReturnType() != void.class;
    }

    MethodShape shape() {
        return new MethodShape(
                display(), method.getDeclaringClass(), isStatic(), List.of(method.getParameterTypes()), parameterNames);
    }

    private static @Nullable List<String> namesIn(Method method) {
        Parameter[] parameters = method.getParameters();
        boolean all = Arrays.stream(parameters).allMatch(Parameter::isNamePresent);
        return all ? Arrays.stream(parameters).map(Parameter::getName).toList() : null;
    }

    /** AspectJ takes them from the debug information, and makes up {@code arg0}, {@code arg1} where there is none. */
    private static @Nullable List<String> namesIn(MethodSignature signature) {
        String[] names = signature.getParameterNames();
        if (names == null || IntStream.range(0, names.length).allMatch(i -> names[i].equals("arg" + i))) {
            return null;
        }
        return List.of(names);
    }
}
