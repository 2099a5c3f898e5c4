package dev.lockstitch.processor;

import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** How messages name methods and types: as at run time, by simple names and without type arguments. */
final class Display {

    private Display() {}

    /** {@code Shop.pay(Order)}. */
    static String method(ExecutableElement method, Types types) {
        return Hierarchy.declaring(method).getSimpleName() + "." + method.getSimpleName()
                + method.getParameters().stream()
                        .map(parameter -> type(parameter.asType(), types))
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    static String type(TypeMirror type, Types types) {
        TypeMirror erased = types.erasure(type);
        if (erased instanceof ArrayType array) {
            return type(array.getComponentType(), types) + "[]";
        }
        // From the element: the text of a type may have annotations in it.
        return erased instanceof DeclaredType declared
                ? declared.asElement().getSimpleName().toString()
                : erased.getKind().name().toLowerCase(Locale.ROOT);
    }
}
