package dev.lockstitch.guice;

import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Element;
import com.google.inject.spi.ElementSource;
import com.google.inject.spi.InterceptorBinding;
import java.util.ArrayList;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;

/** Guice puts the interceptor that is bound first outermost, and a parent injector's before its children's. */
final class InterceptorOrder {

    private InterceptorOrder() {}

    /** Refuses an injector in which a transaction would be committed outside of ours, after its locks were given back. */
    static void require(Injector injector, MethodInterceptor ours) {
        List<InterceptorBinding> before = new ArrayList<>();
        for (InterceptorBinding binding : inOrder(injector)) {
            if (binding.getInterceptors().contains(ours)) {
                before.stream()
                        .filter(TransactionProbe::beginsTransactions)
                        .findFirst()
                        .ifPresent(first -> {
                            throw new ProvisionException(refusal(first));
                        });
                return;
            }
            before.add(binding);
        }
        // Not there at all: somebody took it out of the module's elements, and knows why.
    }

    private static List<InterceptorBinding> inOrder(@Nullable Injector injector) {
        if (injector == null) {
            return List.of();
        }
        List<InterceptorBinding> bindings = new ArrayList<>(inOrder(injector.getParent()));
        for (Element element : injector.getElements()) {
            if (element instanceof InterceptorBinding binding) {
                bindings.add(binding);
            }
        }
        return bindings;
    }

    private static String refusal(InterceptorBinding first) {
        String other = module(first);
        return "LockstitchModule is installed after " + other + ", so that a lock would be given back before the"
                + " transaction around it is committed, and the next holder would not see what was written under it."
                + " Install LockstitchModule before " + other
                + ", in the same injector or in its parent: Guice.createInjector(new LockstitchModule(), …, new "
                + other.substring(other.lastIndexOf('.') + 1).replace('$', '.') + "(…)). The transactions are begun by "
                + first.getInterceptors().stream()
                        .map(interceptor -> interceptor.getClass().getName())
                        .toList()
                + ", bound at " + first.getSource();
    }

    /** The class of the module that bound it, as the application knows it. */
    private static String module(InterceptorBinding binding) {
        if (binding.getSource() instanceof ElementSource source
                && !source.getModuleClassNames().isEmpty()) {
            return source.getModuleClassNames().get(0);
        }
        return "the module of the transactions";
    }
}
