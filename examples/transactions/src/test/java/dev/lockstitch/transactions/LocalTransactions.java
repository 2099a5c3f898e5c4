package dev.lockstitch.transactions;

import com.google.inject.AbstractModule;
import com.google.inject.matcher.Matchers;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Stands for a library that brings jakarta.transaction to Guice: real transactions, one connection each. */
final class LocalTransactions extends AbstractModule implements MethodInterceptor {

    private static final ThreadLocal<@Nullable Connection> CURRENT = new ThreadLocal<>();

    private final DataSource database;

    LocalTransactions(DataSource database) {
        this.database = database;
    }

    @Override
    protected void configure() {
        bindInterceptor(Matchers.any(), Matchers.annotatedWith(Transactional.class), this);
        bind(Connection.class).toProvider(() -> {
            Connection connection = CURRENT.get();
            if (connection == null) {
                throw new IllegalStateException("There is no transaction on this thread");
            }
            return connection;
        });
    }

    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
        Connection outer = CURRENT.get();
        Transactional.TxType type =
                call.getMethod().getAnnotation(Transactional.class).value();
        if (outer != null && type == Transactional.TxType.REQUIRED) {
            return call.proceed();
        }
        try (Connection own = database.getConnection()) {
            CURRENT.set(own);
            return within(own, call);
        } finally {
            CURRENT.set(outer);
        }
    }

    private static @Nullable Object within(Connection transaction, MethodInvocation call) throws Throwable {
        transaction.setAutoCommit(false);
        Object result;
        try {
            result = call.proceed();
        } catch (Throwable t) {
            rollBack(transaction, t);
            throw t;
        }
        transaction.commit();
        return result;
    }

    private static void rollBack(Connection transaction, Throwable because) {
        try {
            transaction.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }
}
