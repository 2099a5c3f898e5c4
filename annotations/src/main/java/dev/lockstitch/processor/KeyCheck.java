package dev.lockstitch.processor;

import dev.lockstitch.syntax.Closest;
import dev.lockstitch.syntax.KeyPart;
import dev.lockstitch.syntax.KeyPart.Placeholder;
import dev.lockstitch.syntax.KeyPart.Root;
import dev.lockstitch.syntax.KeyTemplateText;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;

/** Checks a template, and its placeholders against the method that bears it. */
final class KeyCheck {

    private final Declared declared;
    private final ExecutableElement method;
    private final List<? extends VariableElement> parameters;

    private KeyCheck(Declared declared, ExecutableElement method) {
        this.declared = declared;
        this.method = method;
        this.parameters = method.getParameters();
    }

    /** Complains of the first problem: the compiler shows one error per place. */
    static void check(Declared declared, String template) {
        if (template.isEmpty()) {
            declared.emptyKey();
        } else {
            check(declared, "key", template);
        }
    }

    /** The same of another attribute that takes a template. */
    static void check(Declared declared, String attribute, String template) {
        try {
            List<KeyPart> parts = KeyTemplateText.parse(template);
            declared.method()
                    .flatMap(method -> new KeyCheck(declared, method).problem(parts))
                    .ifPresent(problem -> declared.wrongTemplate(attribute, "\"" + template + "\": " + problem));
        } catch (IllegalArgumentException e) {
            declared.wrongTemplate(attribute, String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> problem(List<KeyPart> parts) {
        return parts.stream()
                .filter(Placeholder.class::isInstance)
                .map(Placeholder.class::cast)
                .flatMap(placeholder -> problem(placeholder).map(text -> placeholder.source() + ": " + text).stream())
                .findFirst();
    }

    private Optional<String> problem(Placeholder placeholder) {
        if (placeholder.root() instanceof Root.Parameter parameter) {
            return named(parameter.name(), placeholder.path());
        }
        if (placeholder.root() instanceof Root.Position position) {
            return positioned(position.index(), placeholder.path());
        }
        return placeholder.root() instanceof Root.This ? ofThis(placeholder.path()) : Optional.empty();
    }

    private Optional<String> named(String name, List<String> path) {
        for (VariableElement parameter : parameters) {
            if (parameter.getSimpleName().contentEquals(name)) {
                return path(name, parameter.asType(), path);
            }
        }
        List<String> known =
                parameters.stream().map(each -> each.getSimpleName().toString()).toList();
        return Optional.of("there is no parameter \"" + name + "\"; the method has "
                + (known.isEmpty() ? "none" : String.join(", ", known)) + Closest.hint(name, known)
                + " (a property of the object is {this." + name + "}, a variable {#" + name + "})");
    }

    private Optional<String> positioned(int index, List<String> path) {
        int count = parameters.size();
        if (index < count) {
            return path(String.valueOf(index), parameters.get(index).asType(), path);
        }
        return Optional.of("there is no parameter at that position; the method has "
                + (count == 0 ? "none" : count == 1 ? "one, {0}" : count + ", {0} to {" + (count - 1) + "}"));
    }

    private Optional<String> ofThis(List<String> path) {
        if (method.getModifiers().contains(Modifier.STATIC)) {
            return Optional.of("a static method has no \"this\"; name a parameter {orderId} or a variable {#tenant}");
        }
        return path("this", Hierarchy.declaring(method).asType(), path);
    }

    private Optional<String> path(String root, TypeMirror type, List<String> path) {
        return path.isEmpty()
                ? Optional.empty()
                : Properties.problem(type, path.get(0), declared.environment()).map(text -> root + " " + text);
    }
}
