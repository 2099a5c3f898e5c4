package dev.lockstitch.weaver.key;

import dev.lockstitch.syntax.Closest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds how to read a property of a class: Map entry, record component, getter, public field, method of that name. */
final class Properties {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodType READER = MethodType.methodType(Object.class, Object.class);
    private static final Set<String> OF_EVERY_OBJECT =
            Set.of("getClass", "hashCode", "toString", "clone", "finalize", "notify", "notifyAll", "wait");

    private Properties() {}

    /** A reader of type {@code (Object)Object}; a {@link KeyProblem} when there is none. */
    static MethodHandle reader(Class<?> type, String name) {
        try {
            if (Map.class.isAssignableFrom(type)) {
                return entry(name);
            }
            Method method = getter(type, name);
            if (method != null) {
                return LOOKUP.unreflect(opened(type, method)).asType(READER);
            }
            Field field = field(type, name);
            if (field != null) {
                requireOpen(field.trySetAccessible(), field.getDeclaringClass(), name);
                return LOOKUP.unreflectGetter(field).asType(READER);
            }
            method = method(type, name);
            if (method != null) {
                return LOOKUP.unreflect(opened(type, method)).asType(READER);
            }
        } catch (IllegalAccessException e) {
            throw new KeyProblem("cannot be asked for \"" + name + "\": " + type.getTypeName() + " is closed", e);
        }
        throw new KeyProblem("is a " + type.getTypeName() + ", which has no property \"" + name
                + "\" (record component, getter, public field or public method without arguments)"
                + Closest.hint(name, names(type)));
    }

    private static MethodHandle entry(String name) throws IllegalAccessException {
        try {
            MethodHandle get = LOOKUP.findVirtual(Map.class, "get", READER);
            return MethodHandles.insertArguments(get, 1, name).asType(READER);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a Map has no get(Object)", e);
        }
    }

    private static @Nullable Method getter(Class<?> type, String name) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getName().equals(name)) {
                    return component.getAccessor();
                }
            }
        }
        String capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        Method get = method(type, "get" + capitalized);
        if (get != null) {
            return get;
        }
        Method is = method(type, "is" + capitalized);
        return is != null && is.getReturnType() == boolean.class ? is : null;
    }

    private static @Nullable Method method(Class<?> type, String name) {
        try {
            Method method = type.getMethod(name);
            return isReader(method) ? method : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static boolean isReader(Method method) {
        return method.getParameterCount() == 0
                && Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getReturnType() != void.class
                && !OF_EVERY_OBJECT.contains(method.getName());
    }

    private static @Nullable Field field(Class<?> type, String name) {
        try {
            Field field = type.getField(name);
            return Modifier.isStatic(field.getModifiers()) ? null : field;
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    private static Method opened(Class<?> type, Method method) {
        Method opened = method.trySetAccessible() ? method : openedAbove(type, method.getName());
        requireOpen(opened != null, method.getDeclaringClass(), method.getName());
        return opened == null ? method : opened;
    }

    /** The declaration of the same method in a super type that is open to us: calling it calls the right one. */
    private static @Nullable Method openedAbove(@Nullable Class<?> type, String name) {
        if (type == null) {
            return null;
        }
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name) && isReader(method) && method.trySetAccessible()) {
                return method;
            }
        }
        Method above = openedAbove(type.getSuperclass(), name);
        Class<?>[] interfaces = type.getInterfaces();
        for (int i = 0; above == null && i < interfaces.length; i++) {
            above = openedAbove(interfaces[i], name);
        }
        return above;
    }

    private static void requireOpen(boolean open, Class<?> type, String name) {
        if (!open) {
            Module ours = Properties.class.getModule();
            String reader = ours.isNamed() ? ours.getName() : "ALL-UNNAMED";
            String module = type.getModule().getName();
            throw new KeyProblem("is closed to this library: module " + module + " does not open "
                    + type.getPackageName() + ", so \"" + name + "\" of " + type.getTypeName()
                    + " cannot be read; add \"opens " + type.getPackageName()
                    + ";\" to its module-info, or start Java with --add-opens " + module + "/"
                    + type.getPackageName() + "=" + reader);
        }
    }

    private static Set<String> names(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (Method method : type.getMethods()) {
            if (isReader(method)) {
                names.add(plain(method.getName()));
            }
        }
        for (Field field : type.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                names.add(field.getName());
            }
        }
        return names;
    }

    private static String plain(String method) {
        int prefix = method.startsWith("get") ? 3 : method.startsWith("is") ? 2 : 0;
        if (prefix == 0 || prefix == method.length() || !Character.isUpperCase(method.charAt(prefix))) {
            return method;
        }
        return method.substring(prefix, prefix + 1).toLowerCase(Locale.ROOT) + method.substring(prefix + 1);
    }
}
