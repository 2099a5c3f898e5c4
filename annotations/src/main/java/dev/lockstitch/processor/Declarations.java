package dev.lockstitch.processor;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.RateLimited;
import dev.lockstitch.RateLimits;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;

/** Finds our annotations on a method or on an annotation type, in the order in which they are written. */
final class Declarations {

    private final Element bearer;
    private final ProcessingEnvironment environment;
    private final List<Declared> found = new ArrayList<>();

    private Declarations(Element bearer, ProcessingEnvironment environment) {
        this.bearer = bearer;
        this.environment = environment;
    }

    static List<Declared> on(Element bearer, ProcessingEnvironment environment) {
        Declarations declarations = new Declarations(bearer, environment);
        bearer.getAnnotationMirrors().forEach(declarations::add);
        return declarations.found;
    }

    private void add(AnnotationMirror mirror) {
        Declared declared = new Declared(bearer, mirror, environment);
        if (declared.is(DistributedLock.class) || declared.is(RateLimited.class)) {
            found.add(declared);
        } else if (declared.is(RateLimits.class)) {
            for (AnnotationValue each : declared.list("value")) {
                if (each.getValue() instanceof AnnotationMirror limit) {
                    add(limit);
                }
            }
        }
    }
}
