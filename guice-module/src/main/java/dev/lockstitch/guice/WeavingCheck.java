package dev.lockstitch.guice;

import com.google.inject.Binding;
import com.google.inject.ProvisionException;
import com.google.inject.TypeLiteral;
import com.google.inject.matcher.Matcher;
import com.google.inject.spi.ConstructorBinding;
import com.google.inject.spi.InstanceBinding;
import com.google.inject.spi.ProvisionListener;
import com.google.inject.spi.TypeEncounter;
import com.google.inject.spi.TypeListener;
import dev.lockstitch.weaver.PlanCheck;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every type that Guice builds or injects, and at what providers make when they make it: silence would be the
 * worst failure.
 */
final class WeavingCheck {

    /** What a constructor makes, and instances, are seen by the type listener, earlier. */
    static final Matcher<Binding<?>> MADE_BY_PROVIDERS =
            binding -> !(binding instanceof ConstructorBinding) && !(binding instanceof InstanceBinding);

    private static final Logger LOG = LoggerFactory.getLogger(WeavingCheck.class);

    private final boolean requireWeaving;
    private final PlanCheck plans = new PlanCheck();
    private final Map<String, String> variables = new ConcurrentHashMap<>();
    private final Set<Class<?>> told = ConcurrentHashMap.newKeySet();

    WeavingCheck(boolean requireWeaving) {
        this.requireWeaving = requireWeaving;
    }

    TypeListener types() {
        return new TypeListener() {
            @Override
            public <I> void hear(TypeLiteral<I> type, TypeEncounter<I> encounter) {
                check(type.getRawType(), text -> encounter.addError("%s", text));
            }
        };
    }

    ProvisionListener provisions() {
        return new ProvisionListener() {
            @Override
            public <T> void onProvision(ProvisionInvocation<T> provision) {
                T made = provision.provision();
                if (made != null) {
                    check(made.getClass(), text -> {
                        throw new ProvisionException(text);
                    });
                }
            }
        };
    }

    private void check(Class<?> type, Consumer<String> refuse) {
        PlanCheck.Report report = plans.check(type);
        variables.putAll(report.variables());
        if (report.problems().isEmpty()) {
            return;
        }
        String refused = texts(report, requireWeaving);
        if (!refused.isEmpty()) {
            refuse.accept(refused);
        } else if (told.add(type)) {
            LOG.error("{}", texts(report, true));
        }
    }

    private static String texts(PlanCheck.Report report, boolean unwovenToo) {
        return report.problems().stream()
                .filter(problem -> unwovenToo || problem.kind() != PlanCheck.Kind.UNWOVEN)
                .map(PlanCheck.Problem::text)
                .collect(Collectors.joining("\n"));
    }

    /** Refuses templates with a variable that nobody bound. */
    void requireBound(Set<String> bound) {
        variables.forEach((name, method) -> {
            if (!bound.contains(name)) {
                throw new ProvisionException(method + " uses the key variable {#" + name
                        + "}, which is not bound. Bind it" + " in a module: LockstitchModule.variable(binder(), \""
                        + name + "\").to(…). Bound are: " + bound);
            }
        });
    }
}
