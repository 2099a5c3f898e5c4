package dev.lockstitch.weaver;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.aspectj.lang.JoinPoint;

/**
 * The plans of one kind, each made at the first call of its method. They hang on the method's class, so that an
 * application that was unloaded takes them along, and none refers to this cache, so that it can go before the class.
 */
final class PlanCache<P> {

    private final Function<GuardedMethod, P> planner;
    private final ClassValue<ConcurrentMap<JoinPoint.StaticPart, Planned<P>>> plans = new ClassValue<>() {
        @Override
        protected ConcurrentMap<JoinPoint.StaticPart, Planned<P>> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    PlanCache(Function<GuardedMethod, P> planner) {
        this.planner = planner;
    }

    /** The plan, or what is wrong with the annotations, thrown afresh each time. */
    P get(JoinPoint.StaticPart method) {
        ConcurrentMap<JoinPoint.StaticPart, Planned<P>> ofClass =
                plans.get(method.getSignature().getDeclaringType());
        Planned<P> planned = ofClass.get(method);
        if (planned == null) {
            planned = ofClass.computeIfAbsent(method, part -> Planned.of(planner, GuardedMethod.of(part)));
        }
        return planned.plan();
    }
}
