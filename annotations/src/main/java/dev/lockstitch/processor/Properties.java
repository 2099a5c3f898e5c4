package dev.lockstitch.processor;

import dev.lockstitch.syntax.Closest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.PrimitiveType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Finds out whether the values of a type can have a property, where the type leaves no doubt. */
final class Properties {

    private static final Set<String> UNWRAPPED =
            Set.of("java.util.Optional", "java.util.OptionalInt", "java.util.OptionalLong", "java.util.OptionalDouble");
    private static final Set<String> MAP = Set.of("java.util.Map");
    private static final Set<String> OF_EVERY_OBJECT =
            Set.of("getClass", "hashCode", "toString", "clone", "finalize", "notify", "notifyAll", "wait");

    private Properties() {}

    /** Says so when no value of the type can have the property. */
    static Optional<String> problem(TypeMirror type, String name, ProcessingEnvironment environment) {
        TypeElement exact = exact(type, environment);
        if (exact == null) {
            return Optional.empty();
        }
        Hierarchy hierarchy = Hierarchy.of(exact.asType(), environment);
        List<Element> readable =
                hierarchy.members().stream().filter(Properties::isReadable).toList();
        if (hierarchy.hasAny(MAP)
                || !hierarchy.isComplete()
                || readable.stream().anyMatch(each -> reads(each, name))) {
            return Optional.empty();
        }
        Set<String> names = new TreeSet<>();
        readable.forEach(each -> names.add(propertyOf(each)));
        return Optional.of("is a " + environment.getElementUtils().getBinaryName(exact) + ", which has no property \""
                + name + "\" (record component, getter, public field or public method without arguments)"
                + Closest.hint(name, names));
    }

    /** The class of every value, where the declared type leaves no choice; else null. */
    private static @Nullable TypeElement exact(TypeMirror type, ProcessingEnvironment environment) {
        if (type instanceof PrimitiveType primitive) {
            return environment.getTypeUtils().boxedClass(primitive);
        }
        boolean certain = type.getKind() == TypeKind.DECLARED
                && type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && element.getModifiers().contains(Modifier.FINAL)
                && !UNWRAPPED.contains(element.getQualifiedName().toString());
        return certain ? (TypeElement) ((DeclaredType) type).asElement() : null;
    }

    private static boolean isReadable(Element member) {
        Set<Modifier> modifiers = member.getModifiers();
        if (!modifiers.contains(Modifier.PUBLIC) || modifiers.contains(Modifier.STATIC)) {
            return false;
        }
        return member.getKind() == ElementKind.FIELD
                || (member.getKind() == ElementKind.METHOD
                        && member instanceof ExecutableElement method
                        && method.getParameters().isEmpty()
                        && method.getReturnType().getKind() != TypeKind.VOID
                        && !OF_EVERY_OBJECT.contains(method.getSimpleName().toString()));
    }

    private static boolean reads(Element member, String name) {
        String capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        String actual = member.getSimpleName().toString();
        boolean method = member instanceof ExecutableElement;
        return actual.equals(name)
                || (method && actual.equals("get" + capitalized))
                || (isBoolean(member) && actual.equals("is" + capitalized));
    }

    private static boolean isBoolean(Element member) {
        return member instanceof ExecutableElement method
                && method.getReturnType().getKind() == TypeKind.BOOLEAN;
    }

    private static String propertyOf(Element member) {
        String name = member.getSimpleName().toString();
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") && isBoolean(member) ? 2 : 0;
        boolean getter = member instanceof ExecutableElement
                && prefix > 0
                && prefix < name.length()
                && Character.isUpperCase(name.charAt(prefix));
        return getter ? name.substring(prefix, prefix + 1).toLowerCase(Locale.ROOT) + name.substring(prefix + 1) : name;
    }
}
