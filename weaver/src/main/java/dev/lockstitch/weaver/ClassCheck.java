package dev.lockstitch.weaver;

import dev.lockstitch.spi.Muted;
import dev.lockstitch.weaver.PlanCheck.Kind;
import dev.lockstitch.weaver.PlanCheck.Problem;
import dev.lockstitch.weaver.PlanCheck.Report;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the methods that one class declares. */
final class ClassCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ClassCheck.class);
    private static final Report CLEAN = new Report(List.of(), Map.of());

    private final LimitPlanner limits;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> variables = new LinkedHashMap<>();

    private ClassCheck(LimitPlanner limits) {
        this.limits = limits;
    }

    static Report of(Class<?> type, LimitPlanner limits) {
        // Nothing of the platform bears our annotations, and it is looked at below every class.
        if (type.getClassLoader() == null || type.getClassLoader() == ClassLoader.getPlatformClassLoader()) {
            return CLEAN;
        }
        ClassCheck check = new ClassCheck(limits);
        for (Method method : methods(type)) {
            if (!method.isBridge() && !method.isSynthetic()) {
                check.look(method);
            }
        }
        return new Report(check.problems, check.variables);
    }

    /** A class that refers to missing classes can be bound and used all the same: its calls are checked when made. */
    private static Method[] methods(Class<?> type) {
        try {
            return type.getDeclaredMethods();
        } catch (LinkageError e) {
            LOG.debug("{} cannot be checked for annotations", type.getName(), Muted.of(e));
            return new Method[0];
        }
    }

    private void look(Method method) {
        if (Declarations.isComposedTwice(method)) {
            invalid(qualified(GuardedMethod.of(method)) + " bears a composed annotation twice, which has no effect:"
                    + " only @RateLimited itself can be repeated; make one annotation of the two");
        }
        if (Declarations.isGuarded(method)) {
            guarded(GuardedMethod.of(method));
        }
    }

    private void guarded(GuardedMethod guarded) {
        Method method = guarded.method();
        String what = qualified(guarded) + ": " + Declarations.named(guarded);
        if (Modifier.isAbstract(method.getModifiers())) {
            invalid(what + " has no effect on an abstract method: annotations are not inherited;"
                    + " put it on the methods that implement this one");
            return;
        }
        if (!method.isAnnotationPresent(Woven.class)) {
            problems.add(new Problem(
                    Kind.UNWOVEN,
                    what + " has no effect: the class was not woven. Have its build weave it (aspectj-maven-plugin with"
                            + " lockstitch-weaver among the aspectLibraries), or start the JVM with"
                            + " -javaagent:aspectjweaver.jar"));
        }
        plan(guarded);
    }

    private static String qualified(GuardedMethod guarded) {
        // The outer classes of a nested one belong to its name, and its own simple name stands in both.
        Class<?> type = guarded.method().getDeclaringClass();
        String full = type.getName().replace('$', '.');
        return full
                + guarded.display()
                        .substring(
                                guarded.display().indexOf('.' + guarded.method().getName() + '('));
    }

    private void invalid(String text) {
        problems.add(new Problem(Kind.INVALID, text));
    }

    private void plan(GuardedMethod guarded) {
        if (!Declarations.locks(guarded).isEmpty()) {
            attempt(guarded, () -> LockPlanner.check(guarded).variableNames());
        }
        if (!Declarations.limits(guarded).isEmpty()) {
            attempt(guarded, () -> limits.plan(guarded).variableNames());
        }
    }

    private void attempt(GuardedMethod guarded, Plan plan) {
        try {
            plan.variableNames().forEach(name -> variables.putIfAbsent(name, guarded.display()));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            invalid(String.valueOf(e.getMessage()));
        }
    }

    /** Makes a plan and yields the variables of its keys. */
    private interface Plan {
        Set<String> variableNames();
    }
}
