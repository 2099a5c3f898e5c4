package dev.lockstitch.transactions;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;

/** One H2 in memory for both servers: this JVM is in it, the other comes over the loopback interface. */
final class Database implements AutoCloseable {

    private static final BeforeEnd NOTHING = how -> {};

    private final JdbcDataSource h2 = new JdbcDataSource();
    private final Connection keptOpen;
    private final Server server;
    private volatile BeforeEnd beforeEnd = NOTHING;
    private long accounts;

    /** Runs when the first server's transaction is about to end, and holds it up meanwhile. */
    interface BeforeEnd {
        void run(String how) throws SQLException;
    }

    Database() throws SQLException {
        h2.setURL("jdbc:h2:mem:bank");
        keptOpen = h2.getConnection();
        execute("create table Account (id bigint primary key, balance bigint not null)");
        server = Server.createTcpServer("-tcpPort", "0", "-ifExists").start();
    }

    String remoteUrl() {
        return "jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:bank";
    }

    /** A new account with nothing on it. */
    long openAccount() throws SQLException {
        accounts++;
        execute("insert into Account values (" + accounts + ", 0)");
        return accounts;
    }

    void beforeEnd(BeforeEnd action) {
        beforeEnd = action;
    }

    void nothingBeforeEnd() {
        beforeEnd = NOTHING;
    }

    DataSource dataSource() {
        return wrapped(
                DataSource.class,
                h2,
                (name, made) -> made instanceof Connection real ? connection(real) : made,
                name -> {});
    }

    private Connection connection(Connection real) {
        return wrapped(Connection.class, real, (name, made) -> made, name -> {
            if (name.equals("commit") || name.equals("rollback")) {
                beforeEnd.run(name);
            }
        });
    }

    private interface Answer {
        Object of(String name, Object made);
    }

    private static <T> T wrapped(Class<T> type, T real, Answer answer, BeforeEnd before) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            before.run(method.getName());
            return answer.of(method.getName(), call(real, method, args));
        }));
    }

    private static Object call(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = keptOpen.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        server.stop();
        keptOpen.close();
    }
}
