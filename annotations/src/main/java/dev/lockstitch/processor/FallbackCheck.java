package dev.lockstitch.processor;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.CoordinationUnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;

/** Checks the method that the attribute {@code fallback} names. */
final class FallbackCheck {

    private static final Set<String> THROWABLE = Set.of("java.lang.Throwable");

    private final Declared declared;
    private final ExecutableElement method;
    private final String name;
    private final String refusal;
    private final List<TypeMirror> possible;
    private final Types types;

    private FallbackCheck(Declared declared, ExecutableElement method, String name, Class<?> refusal) {
        this.declared = declared;
        this.method = method;
        this.name = name;
        this.refusal = refusal.getSimpleName();
        this.types = declared.environment().getTypeUtils();
        this.possible = Stream.of(refusal, CoordinationUnavailableException.class)
                .map(Class::getName)
                .map(declared.environment().getElementUtils()::getTypeElement)
                .filter(Objects::nonNull)
                .map(Element::asType)
                .toList();
    }

    /** {@code refusal} is what the method throws when it is not its turn. */
    static void check(Declared declared, Class<? extends CoordinationException> refusal) {
        Optional<String> name = declared.text("fallback").filter(text -> !text.isEmpty());
        if (name.isPresent() && declared.method().isPresent()) {
            new FallbackCheck(declared, declared.method().get(), name.get(), refusal).check();
        }
    }

    private void check() {
        TypeElement type = Hierarchy.declaring(method);
        List<ExecutableElement> named = named(type.getEnclosedElements());
        if (!isKnown(method) || !named.stream().allMatch(this::isKnown)) {
            return;
        }
        List<ExecutableElement> fitting = named.stream().filter(this::fits).toList();
        if (fitting.isEmpty()) {
            missing(type, named.size());
        } else {
            fitting.stream().flatMap(each -> problem(each).stream()).findFirst().ifPresent(this::wrong);
        }
    }

    private List<ExecutableElement> named(List<? extends Element> members) {
        return ElementFilter.methodsIn(members).stream()
                .filter(candidate -> candidate.getSimpleName().contentEquals(name))
                .toList();
    }

    private void missing(TypeElement type, int ownOfThatName) {
        Hierarchy hierarchy = Hierarchy.of(type.asType(), declared.environment());
        // What is inherited or added by others is the run time's to judge.
        if (hierarchy.isComplete() && named(hierarchy.members()).size() == ownOfThatName) {
            wrong("no method " + name + " with the same parameters, or with one more at the end that takes " + refusal
                    + ", in " + declared.environment().getElementUtils().getBinaryName(type)
                    + "; add one, or correct the name");
        }
    }

    private boolean isKnown(ExecutableElement candidate) {
        return candidate.getReturnType().getKind() != TypeKind.ERROR
                && candidate.getParameters().stream()
                        .map(VariableElement::asType)
                        .allMatch(type -> type.getKind() != TypeKind.ERROR);
    }

    private boolean fits(ExecutableElement candidate) {
        List<? extends VariableElement> wanted = method.getParameters();
        List<? extends VariableElement> actual = candidate.getParameters();
        if (actual.size() < wanted.size() || actual.size() > wanted.size() + 1) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!types.isSameType(erased(wanted.get(i)), erased(actual.get(i)))) {
                return false;
            }
        }
        return actual.size() == wanted.size() || takesRefusal(erased(actual.get(wanted.size())));
    }

    private boolean takesRefusal(TypeMirror extra) {
        return Hierarchy.of(extra, declared.environment()).hasAny(THROWABLE)
                && possible.stream().anyMatch(exception -> types.isSubtype(exception, extra));
    }

    private TypeMirror erased(VariableElement parameter) {
        return types.erasure(parameter.asType());
    }

    private Optional<String> problem(ExecutableElement fallback) {
        String shown = Display.method(fallback, types);
        if (fallback.equals(method)) {
            return Optional.of("names the method itself; name another");
        }
        if (method.getModifiers().contains(Modifier.STATIC)
                && !fallback.getModifiers().contains(Modifier.STATIC)) {
            return Optional.of(shown + " is not static, but the method is; make it static");
        }
        if (!returnsTheSame(fallback)) {
            return Optional.of(shown + " returns " + Display.type(fallback.getReturnType(), types) + ", but the method "
                    + Display.type(method.getReturnType(), types) + "; return the same");
        }
        return Optional.empty();
    }

    private boolean returnsTheSame(ExecutableElement fallback) {
        TypeMirror wanted = types.erasure(method.getReturnType());
        TypeMirror actual = types.erasure(fallback.getReturnType());
        // An int would pass as a subtype of long.
        boolean references = isReference(wanted) && isReference(actual);
        return references ? types.isSubtype(actual, wanted) : wanted.getKind() == actual.getKind();
    }

    private static boolean isReference(TypeMirror type) {
        return !type.getKind().isPrimitive() && type.getKind() != TypeKind.VOID;
    }

    private void wrong(String problem) {
        declared.wrong("fallback", problem);
    }
}
