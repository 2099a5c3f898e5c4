package dev.lockstitch.redis.history;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Settings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A JVM that holds a lock and says what it thinks of it when it is told to look: url, renewed or not, lease. */
final class PausedWorker {

    static final String KEY = "paused";
    static final String HELD = "held ";
    static final String LOOKED = "looked ";
    static final String LOST = "told of the loss ";
    static final String CLOSED = "closed";

    private PausedWorker() {}

    public static void main(String[] args) throws Exception {
        Duration lease = Duration.parse(args[2]);
        var settings = Settings.but().lockLease(lease).build();
        try (Node node = Node.on(args[0], settings)) {
            Optional<HeldLock> lock = Boolean.parseBoolean(args[1])
                    ? node.coordinator().tryLock(KEY, Duration.ZERO)
                    : node.coordinator().tryLock(KEY, Duration.ZERO, lease);
            holdUntilTold(lock.orElseThrow());
        }
    }

    private static void holdUntilTold(HeldLock lock) throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        lock.onLost(lost::countDown);
        System.out.println(HELD + lock.fencingToken() + " " + lock.isHeld());
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        System.out.println(LOOKED + lock.isHeld());
        System.out.println(LOST + lost.await(10, TimeUnit.SECONDS));
        lock.close();
        System.out.println(CLOSED);
    }
}
