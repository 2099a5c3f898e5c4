package dev.lockstitch.processor;

import dev.lockstitch.OnUnavailable;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** What a method must be, or must not be, to be guarded, whatever its key. */
final class MethodRules {

    /** By name: none of them has to be on the class path. */
    private static final Set<String> LATER_RESULTS = Set.of(
            "java.util.concurrent.CompletionStage",
            "com.google.common.util.concurrent.ListenableFuture",
            "org.reactivestreams.Publisher");

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
        Types types = declared.environment().getTypeUtils();
        if (Hierarchy.of(types.erasure(method.getReturnType()), declared.environment())
                .hasAny(LATER_RESULTS)) {
            declared.misplaced(": a method that returns " + Display.type(method.getReturnType(), types)
                    + " is not supported in this version, because its work goes on after it returned;"
                    + " guard the method that does the work and returns its result");
            return false;
        }
        return true;
    }

    static void checkOnUnavailable(Declared declared) {
        checkCanReturnNothing(declared, "onUnavailable", OnUnavailable.SKIP);
        if (declared.isConstant("onUnavailable", OnUnavailable.LOCAL)) {
            declared.unsupported("onUnavailable", "use PROCEED, SKIP or FAIL");
        }
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
