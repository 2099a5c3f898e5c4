package dev.lockstitch.processor;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.RateLimited;
import dev.lockstitch.RateLimits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/**
 * Checks {@link DistributedLock} and {@link RateLimited} while javac compiles: durations, key templates, numbers,
 * fallbacks, and what the method must be. What the run time would refuse for certain is an error at the attribute; what
 * only the run time can know is left to it. The text is that of the run time.
 *
 * <p>A lock on a {@code synchronized} method is a note, which no compiler option makes an error. Generates nothing and
 * claims no annotation. Up to JDK 22 javac finds it on the class path by itself; from JDK 23 on it must be on the
 * processor path, or {@code -proc:full} be given. The compiler makes one instance per compilation and uses it from one
 * thread; not for other use.
 */
public final class LockstitchProcessor extends AbstractProcessor {

    private final Set<String> bearers = new LinkedHashSet<>();

    /** For the compiler. */
    public LockstitchProcessor() {}

    /**
     * The annotations that are looked at.
     *
     * @return their names
     */
    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(DistributedLock.class.getName(), RateLimited.class.getName(), RateLimits.class.getName());
    }

    /**
     * Every version of the language is welcome.
     *
     * @return the latest version that the compiler knows
     */
    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    /**
     * Notes who bears the annotations, and checks all of them in the last round.
     *
     * @param annotations those of ours that occur
     * @param round the round
     * @return false: other processors may look at the annotations too
     */
    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                note(element);
            }
        }
        // Constants and types that other processors generate can be read only when these are done.
        if (round.processingOver()) {
            bearers.forEach(this::check);
        }
        return false;
    }

    private void note(Element element) {
        Element type = element.getKind() == ElementKind.METHOD ? element.getEnclosingElement() : element;
        if (type instanceof TypeElement bearer) {
            bearers.add(bearer.getQualifiedName().toString());
        }
    }

    private void check(String name) {
        TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
        if (type == null) {
            return;
        }
        if (type.getKind() == ElementKind.ANNOTATION_TYPE) {
            check(type);
        }
        ElementFilter.methodsIn(type.getEnclosedElements()).forEach(this::check);
    }

    private void check(Element bearer) {
        List<Declared> found = Declarations.on(bearer, processingEnv);
        for (Declared declared : found) {
            if (declared.is(DistributedLock.class)) {
                LockCheck.check(declared);
            } else {
                LimitCheck.check(declared);
            }
        }
        RefundCheck.check(found.stream()
                .filter(declared -> declared.is(RateLimited.class))
                .toList());
    }
}
