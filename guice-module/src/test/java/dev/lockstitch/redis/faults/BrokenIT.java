package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisError;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis answers, but cannot do its work until somebody mends it. */
final class BrokenIT {

    private static final List<Way> WAYS = List.of(Way.values());

    private final Logged logged = new Logged();

    @AfterEach
    void stop() {
        logged.close();
    }

    @Test
    void outOfMemoryIsAnErrorWithItsRemedyAndNobodyTakesItForContention() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                Node node = Node.on(redis);
                Node failing = failing(redis)) {
            assertGuarded(node);
            assertGuarded(failing);
            try (HeldLock held =
                    node.coordinator().tryLock("held", Duration.ZERO).orElseThrow()) {
                redis.command("CONFIG", "SET", "maxmemory", "1");
                assertBroken(node, failing, "(OOM)", "maxmemory");
                assertNothingIsImmortal(redis);
                assertThat(held.isHeld()).isTrue();
            }
            redis.command("CONFIG", "SET", "maxmemory", "0");
            assertBack(node);
            assertThat(redis.keys("*:lock:*")).isEmpty();
        }
    }

    @Test
    void aRedisThatCannotSaveIsAnErrorWithItsRemedy() throws Exception {
        try (RedisProcess redis = RedisProcess.start("--save", "3600 1");
                Node node = Node.on(redis);
                Node failing = failing(redis)) {
            assertGuarded(node);
            assertGuarded(failing);
            Path inTheWay = Files.createDirectory(dump(redis));
            save(redis, "err");
            assertBroken(node, failing, "(MISCONF)", "disk");
            assertNothingIsImmortal(redis);
            Files.delete(inTheWay);
            save(redis, "ok");
            assertBack(node);
        }
    }

    private static Path dump(RedisProcess redis) {
        String answer = String.valueOf(redis.command("CONFIG", "GET", "dir"));
        return Path.of(answer.substring("[dir, ".length(), answer.length() - 1), "dump.rdb");
    }

    private static void save(RedisProcess redis, String outcome) {
        redis.command("BGSAVE");
        await().pollInterval(Site.SOON)
                .until(() -> String.valueOf(redis.command("INFO", "persistence"))
                        .contains("rdb_last_bgsave_status:" + outcome));
    }

    @Test
    void aRedisWithoutAConnectionLeftIsAnErrorWithItsRemedy() throws Exception {
        try (RedisProcess redis = RedisProcess.start("--maxclients", "12")) {
            List<Socket> others = fill(redis);
            try (Node node = Node.on(redis);
                    Node failing = failing(redis)) {
                assertBroken(node, failing, "max number of clients", "maxclients");
                closeAll(others);
                await().until(() -> answers(redis));
                assertBack(node);
                assertNothingIsImmortal(redis);
            }
        }
    }

    private static List<Socket> fill(RedisProcess redis) throws IOException {
        List<Socket> others = new ArrayList<>();
        while (answers(redis)) {
            others.add(new Socket(InetAddress.getLoopbackAddress(), redis.port()));
        }
        return others;
    }

    private static boolean answers(RedisProcess redis) {
        try {
            return "PONG".equals(redis.command("PING"));
        } catch (RedisError e) {
            return false;
        }
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void assertBroken(Node node, Node failing, String cause, String remedy) throws Exception {
        for (Way way : WAYS) {
            assertThat(way.isGuarded(node.coordinator(), "k:" + way)).isFalse();
            assertThatThrownBy(unwrapped(() -> way.isGuarded(failing.coordinator(), "k:" + way)))
                    .isInstanceOf(CoordinationUnavailableException.class)
                    .hasMessageContaining(cause);
        }
        for (Mode mode : Mode.values()) {
            AtomicInteger ran = new AtomicInteger();
            mode.run(node.coordinator(), mode.request("k:" + mode), ran::incrementAndGet);
            assertThat(ran).hasValue(1);
        }
        assertThat(logged.errors())
                .filteredOn(line -> line.contains("Calls proceed"))
                .singleElement()
                .asString()
                .contains(cause, remedy);
        assertThat(logged.errors()).allMatch(line -> line.contains(cause));
    }

    private static ThrowingCallable unwrapped(ThrowingCallable call) {
        return () -> {
            try {
                call.call();
            } catch (CompletionException e) {
                throw e.getCause();
            }
        };
    }

    private static void assertNothingIsImmortal(RedisProcess redis) {
        assertThat(Immortals.of(redis)).isEmpty();
    }

    private static void assertGuarded(Node node) {
        for (Way way : WAYS) {
            assertThat(way.isGuarded(node.coordinator(), "warm")).isTrue();
        }
    }

    private static void assertBack(Node node) {
        for (Way way : WAYS) {
            await().pollInterval(Site.SOON).until(() -> way.isGuarded(node.coordinator(), "back"));
        }
    }

    private static Node failing(RedisProcess redis) {
        return Node.on(redis, Settings.but().onUnavailable(OnUnavailable.FAIL).build());
    }
}
