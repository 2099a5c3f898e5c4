package dev.lockstitch.processor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** A type with all that it inherits from. */
final class Hierarchy {

    private final ProcessingEnvironment environment;
    private final Set<TypeElement> types = new LinkedHashSet<>();
    private boolean known = true;

    private Hierarchy(ProcessingEnvironment environment) {
        this.environment = environment;
    }

    /** No types at all for a primitive, an array or void. */
    static Hierarchy of(TypeMirror type, ProcessingEnvironment environment) {
        Hierarchy hierarchy = new Hierarchy(environment);
        hierarchy.add(type);
        return hierarchy;
    }

    static TypeElement declaring(ExecutableElement method) {
        return (TypeElement) Objects.requireNonNull(method.getEnclosingElement());
    }

    private void add(TypeMirror type) {
        if (type.getKind() == TypeKind.ERROR) {
            known = false;
        } else if (type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && types.add(element)) {
            environment.getTypeUtils().directSupertypes(type).forEach(this::add);
        }
    }

    boolean hasAny(Set<String> names) {
        return types.stream()
                .anyMatch(type -> names.contains(type.getQualifiedName().toString()));
    }

    /** What the types declare, themselves and above. */
    List<Element> members() {
        List<Element> members = new ArrayList<>();
        types.forEach(type -> members.addAll(type.getEnclosedElements()));
        return members;
    }

    /**
     * Whether the class files will have the members that the sources have. Lombok and its like add members that no other
     * processor sees; what asks for them is an annotation that is gone from the class file.
     */
    boolean isComplete() {
        return known && types.stream().noneMatch(this::mayGrow);
    }

    private boolean mayGrow(TypeElement type) {
        if (type.getEnclosedElements().stream().anyMatch(this::isMarked)) {
            return true;
        }
        for (Element each = type; each != null; each = each.getEnclosingElement()) {
            if (isMarked(each)) {
                return true;
            }
        }
        return false;
    }

    private boolean isMarked(Element element) {
        return element.getAnnotationMirrors().stream().anyMatch(this::isForCompilersOnly);
    }

    private boolean isForCompilersOnly(AnnotationMirror annotation) {
        if (annotation.getAnnotationType().getKind() == TypeKind.ERROR) {
            return true;
        }
        TypeElement type = (TypeElement) annotation.getAnnotationType().asElement();
        return !type.getQualifiedName().toString().startsWith("java.lang.")
                && type.getAnnotationMirrors().stream().anyMatch(Hierarchy::isSourceRetention);
    }

    private static boolean isSourceRetention(AnnotationMirror annotation) {
        return annotation.getElementValues().values().stream()
                .anyMatch(value -> value.getValue() instanceof VariableElement constant
                        && constant.asType().toString().equals("java.lang.annotation.RetentionPolicy")
                        && constant.getSimpleName().contentEquals("SOURCE"));
    }
}
