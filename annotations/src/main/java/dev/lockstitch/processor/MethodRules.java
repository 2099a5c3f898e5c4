package dev.lockstitch.processor;

import dev.lockstitch.syntax.LaterResults;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** What a method must be, or must not be, to be guarded, whatever its key. */
final class MethodRules {

    private MethodRules() {}

    /** Whether it is worth looking at the attributes. An annotation type may have methods of every kind under it. */
    static boolean hold(Declared declared) {
        return declared.method().map(method -> hold(declared, method)).orElse(true);
    }

    private static boolean hold(Declared declared, ExecutableElement method) {
        if (method.getModifiers().contains(Modifier.ABSTRACT)) {
            declared.misplaced(" has no effect on an abstract method: annotations are not inherited;"
                    + " put it on the methods that implement this one");
            return false;
        }
        return returnsWhatCanBeGuarded(declared, method);
    }

    private static boolean returnsWhatCanBeGuarded(Declared declared, ExecutableElement method) {
        Types types = declared.environment().getTypeUtils();
        TypeMirror returns = types.erasure(method.getReturnType());
        if (!Hierarchy.of(returns, declared.environment()).hasAny(LaterResults.ALL)) {
            return true;
        }
        if (returns instanceof DeclaredType type
                && type.asElement() instanceof TypeElement element
                && LaterResults.FOLLOWED.contains(element.getQualifiedName().toString())) {
            return true;
        }
        declared.misplaced(LaterResults.notFollowed(Display.type(returns, types)));
        return false;
    }

    /** Refuses to return nothing where there is no nothing. */
    static void checkCanReturnNothing(Declared declared, String attribute, Enum<?> skip) {
        if (declared.isConstant(attribute, skip)) {
            declared.method().map(ExecutableElement::getReturnType).ifPresent(type -> {
                if (type.getKind().isPrimitive()) {
                    refuseToReturnNothing(declared, attribute, type);
                }
            });
        }
    }

    private static void refuseToReturnNothing(Declared declared, String attribute, TypeMirror type) {
        declared.wrong(
                attribute,
                "the method returns the primitive "
                        + Display.type(type, declared.environment().getTypeUtils())
                        + ", which cannot be nothing; return an object or an Optional, or use another reaction");
    }
}
