package dev.lockstitch.weaver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Looks at classes before their methods are called: are their annotated methods woven, and do the annotations make
 * sense? For those who build a module; one per injector. Thread-safe; each class is looked at once.
 */
public final class PlanCheck {

    private static final Report CLEAN = new Report(List.of(), Map.of());

    private final LimitPlanner limits = new LimitPlanner(new LimitNames());
    private final ClassValue<Report> own = new ClassValue<>() {
        @Override
        protected Report computeValue(Class<?> type) {
            return ClassCheck.of(type, limits);
        }
    };
    private final ClassValue<Report> whole = new ClassValue<>() {
        @Override
        protected Report computeValue(Class<?> type) {
            return withInherited(type);
        }
    };

    /** A check that has seen nothing yet. */
    public PlanCheck() {}

    /**
     * Checks the methods that a class declares or inherits from its superclasses and interfaces.
     *
     * @param type the class
     * @return what was found; no problem for a class without annotated methods
     */
    public Report check(Class<?> type) {
        return whole.get(type);
    }

    private Report withInherited(Class<?> type) {
        List<Report> reports = new ArrayList<>();
        collect(type, own::get, reports);
        if (reports.isEmpty()) {
            return CLEAN;
        }
        List<Problem> problems = new ArrayList<>();
        Map<String, String> variables = new LinkedHashMap<>();
        for (Report report : reports) {
            report.problems().stream()
                    .filter(problem -> !problems.contains(problem))
                    .forEach(problems::add);
            report.variables().forEach(variables::putIfAbsent);
        }
        return new Report(problems, variables);
    }

    private static void collect(Class<?> type, Function<Class<?>, Report> own, List<Report> reports) {
        Report report = own.apply(type);
        if (!report.problems().isEmpty() || !report.variables().isEmpty()) {
            reports.add(report);
        }
        if (type.getSuperclass() != null) {
            collect(type.getSuperclass(), own, reports);
        }
        for (Class<?> each : type.getInterfaces()) {
            collect(each, own, reports);
        }
    }

    /** What kind of problem it is. */
    public enum Kind {
        /** The annotation has no effect, because the class was not woven. */
        UNWOVEN,
        /** The annotation is wrong, not supported, or in a place where it has no effect; each call would be refused. */
        INVALID
    }

    /**
     * A problem with one method.
     *
     * @param kind what kind of problem
     * @param text the method, what is wrong, and the remedy
     */
    public record Problem(Kind kind, String text) {}

    /**
     * What was found in a class. Immutable.
     *
     * @param problems the problems, none twice
     * @param variables the variables that key templates use ({@code {#name}}), by name, each with one of the methods
     */
    public record Report(List<Problem> problems, Map<String, String> variables) {

        /**
         * Takes copies.
         *
         * @param problems the problems
         * @param variables the variables, each with one of the methods
         */
        public Report {
            problems = List.copyOf(problems);
            variables = Map.copyOf(variables);
        }
    }
}
