package dev.lockstitch.transactions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.inject.Guice;
import dev.lockstitch.HeldLock;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.guice.LockstitchModule;
import dev.lockstitch.spi.Coordinator;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** The second server's program: answers each line until its input ends. */
final class Reader {

    static final String CONTENDED = "contended";

    private Reader() {}

    public static void main(String[] args) throws Exception {
        try (Coordinator coordinator = Guice.createInjector(LockstitchModule.builder()
                                .onUnavailable(OnUnavailable.FAIL)
                                .build())
                        .getInstance(Coordinator.class);
                Connection database = DriverManager.getConnection(args[0]);
                BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                String[] words = line.split(" ", 2);
                System.out.println(answer(coordinator, database, Duration.parse("PT" + words[0]), words[1]));
            }
        }
    }

    private static String answer(Coordinator coordinator, Connection database, Duration wait, String account)
            throws SQLException {
        Optional<HeldLock> lock = coordinator.tryLock("account:" + account, wait);
        if (lock.isEmpty()) {
            return CONTENDED;
        }
        try (HeldLock held = lock.get()) {
            held.assertHeld();
            return String.valueOf(balance(database, account));
        }
    }

    private static long balance(Connection database, String account) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("select balance from Account where id = " + account)) {
            row.next();
            return row.getLong(1);
        }
    }
}
