package dev.lockstitch.processor;

import dev.lockstitch.syntax.DurationText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/** One of our annotations where it stands in the source. Complaints about it are made here. */
final class Declared {

    /** What javac puts where it cannot tell the value; the compilation fails anyway. */
    private static final String UNKNOWN = "<error>";

    private final Element bearer;
    private final AnnotationMirror mirror;
    private final ProcessingEnvironment environment;
    private final Map<String, AnnotationValue> values = new HashMap<>();

    Declared(Element bearer, AnnotationMirror mirror, ProcessingEnvironment environment) {
        this.bearer = bearer;
        this.mirror = mirror;
        this.environment = environment;
        environment
                .getElementUtils()
                .getElementValuesWithDefaults(mirror)
                .forEach((attribute, value) ->
                        values.put(attribute.getSimpleName().toString(), value));
    }

    ProcessingEnvironment environment() {
        return environment;
    }

    boolean is(Class<?> annotation) {
        return mirror.getAnnotationType().asElement() instanceof TypeElement type
                && type.getQualifiedName().contentEquals(annotation.getName());
    }

    /** The method that bears it; empty on an annotation type. */
    Optional<ExecutableElement> method() {
        return bearer instanceof ExecutableElement method && bearer.getKind() == ElementKind.METHOD
                ? Optional.of(method)
                : Optional.empty();
    }

    Optional<String> text(String attribute) {
        return value(attribute, String.class).filter(text -> !text.equals(UNKNOWN));
    }

    Optional<Long> number(String attribute) {
        return value(attribute, Long.class);
    }

    boolean flag(String attribute) {
        return value(attribute, Boolean.class).orElse(false);
    }

    boolean isConstant(String attribute, Enum<?> constant) {
        return value(attribute, VariableElement.class)
                .filter(value -> value.getSimpleName().contentEquals(constant.name()))
                .isPresent();
    }

    /** The elements; none when they are unknown. */
    List<AnnotationValue> list(String attribute) {
        AnnotationValue value = values.get(attribute);
        return value != null && value.getValue() instanceof List<?> list
                ? list.stream().map(AnnotationValue.class::cast).toList()
                : List.of();
    }

    boolean isEmptyList(String attribute) {
        AnnotationValue value = values.get(attribute);
        return value != null && value.getValue() instanceof List<?> list && list.isEmpty();
    }

    private <T> Optional<T> value(String attribute, Class<T> type) {
        AnnotationValue value = values.get(attribute);
        return value == null || !type.isInstance(value.getValue())
                ? Optional.empty()
                : Optional.of(type.cast(value.getValue()));
    }

    /** The duration; empty when it is unknown, or wrong and complained of. */
    Optional<Duration> duration(String attribute) {
        try {
            return text(attribute).map(DurationText::parse);
        } catch (IllegalArgumentException e) {
            wrong(attribute, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    void wrong(String attribute, String problem) {
        error(attribute, name() + "(" + written(attribute) + "): " + problem);
    }

    /** The attribute with its value, as in the source. */
    String written(String attribute) {
        return attribute + " = " + literal(values.get(attribute));
    }

    /** Of a key or a cost: the problem begins with the template. */
    void wrongTemplate(String attribute, String problem) {
        error(attribute, name() + " " + attribute + " = " + problem);
    }

    void emptyKey() {
        error("key", name() + "(key = \"\"): the key is empty; write one like key = \"order:{orderId}\"");
    }

    /** Of numbers that do not go together: the attribute is where to look first. */
    void wrongNumbers(String attribute, String problem) {
        error(attribute, name() + ": " + problem);
    }

    /** Of the annotation as a whole. */
    void misplaced(String problem) {
        environment.getMessager().printMessage(Kind.ERROR, display() + ": " + name() + problem, bearer, mirror);
    }

    void note(String problem) {
        environment.getMessager().printMessage(Kind.NOTE, display() + ": " + name() + problem, bearer, mirror);
    }

    private void error(String attribute, String text) {
        environment
                .getMessager()
                .printMessage(Kind.ERROR, display() + ": " + text, bearer, mirror, values.get(attribute));
    }

    private String display() {
        return method().map(method -> Display.method(method, environment.getTypeUtils()))
                .orElseGet(() -> "@" + bearer.getSimpleName());
    }

    private String name() {
        return "@" + mirror.getAnnotationType().asElement().getSimpleName();
    }

    private String literal(@Nullable AnnotationValue written) {
        Object value = written == null ? UNKNOWN : written.getValue();
        if (value instanceof String text) {
            return '"' + text + '"';
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(each -> literal((AnnotationValue) each))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof VariableElement constant) {
            return constant.getSimpleName().toString();
        }
        return value instanceof TypeMirror type
                ? Display.type(type, environment.getTypeUtils()) + ".class"
                : String.valueOf(value);
    }
}
