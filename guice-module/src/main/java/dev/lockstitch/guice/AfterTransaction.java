package dev.lockstitch.guice;

import dev.lockstitch.spi.TransactionExtent;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Has the locks of a transactional method wait for the end of its transaction. The woven advice stands inside of what
 * Guice intercepts, so that it alone would give a lock back before the commit.
 */
final class AfterTransaction implements MethodInterceptor {

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        try (TransactionExtent extent = TransactionExtent.open()) {
            return invocation.proceed();
        }
    }
}
