package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.Immortals;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisError;
import dev.lockstitch.redis.testing.RedisProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis answers, but cannot do its work until somebody mends it. Each call here is the first of its node to hear of it. */
final class BrokenIT {

    private final Logged logged = new Logged();

    @AfterEach
    void stop() {
        logged.close();
    }

    @Test
    void outOfMemoryIsAnErrorWithItsRemedyAndNobodyTakesItForContention() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                Node holder = Node.on(redis);
                FirstCalls calls = new FirstCalls(redis)) {
            calls.warm();
            try (HeldLock held =
                    holder.coordinator().tryLock("held", Duration.ZERO).orElseThrow()) {
                redis.command("CONFIG", "SET", "maxmemory", "1");
                assertBroken(calls, "(OOM)", "maxmemory");
                assertNothingIsImmortal(redis);
                assertThat(held.isHeld()).isTrue();
            }
            redis.command("CONFIG", "SET", "maxmemory", "0");
            calls.warm();
            assertThat(redis.keys("*:lock:*")).isEmpty();
        }
    }

    @Test
    void aRedisThatCannotSaveIsAnErrorWithItsRemedy() throws Exception {
        try (RedisProcess redis = RedisProcess.start("--save", "3600 1");
                FirstCalls calls = new FirstCalls(redis)) {
            calls.warm();
            Path inTheWay = Files.createDirectory(dump(redis));
            save(redis, "err");
            assertBroken(calls, "(MISCONF)", "disk");
            assertNothingIsImmortal(redis);
            Files.delete(inTheWay);
            save(redis, "ok");
            calls.warm();
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
            try (FirstCalls calls = new FirstCalls(redis)) {
                assertBroken(calls, "max number of clients", "maxclients");
                closeAll(others);
                await().until(() -> answers(redis));
                redis.command("CONFIG", "SET", "maxclients", "1000");
                calls.warm();
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

    @Test
    void aRedisThatLacksACommandOfOurScriptsIsAnErrorWithItsRemedy() throws Exception {
        try (RedisProcess redis = RedisProcess.start("--rename-command", "ZADD", "");
                FirstCalls calls = new FirstCalls(redis)) {
            assertBroken(calls, "lacks a command that our scripts need", "rename-command");
            assertNothingIsImmortal(redis);
        }
    }

    @Test
    void connectionsThatCannotBeMadeAgainAreAnErrorWithItsRemedy() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                FirstCalls calls = new FirstCalls(redis);
                Socket only = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            calls.warm();
            say(only, "CONFIG SET maxclients 1");
            say(only, "CLIENT KILL SKIPME yes");
            await().pollInterval(Site.SOON).until(() -> !answers(redis));
            calls.proceeding()
                    .forEach((way, node) ->
                            assertThat(way.isGuarded(node.coordinator(), "k")).isFalse());
            await().untilAsserted(() -> assertThat(proceedings())
                    .hasSize(calls.proceeding().size())
                    .allMatch(line -> line.contains("max number of clients") && line.contains("maxclients")));
            say(only, "CONFIG SET maxclients 1000");
            calls.warm();
        }
    }

    /** As one types it: whoever asks for a connection of its own gets none. */
    private static void say(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void assertBroken(FirstCalls calls, String cause, String remedy) throws Exception {
        calls.proceeding()
                .forEach((way, node) -> assertThat(way.isGuarded(node.coordinator(), "k:" + way))
                        .isFalse());
        calls.failing()
                .forEach((way, node) -> assertThatThrownBy(
                                unwrapped(() -> way.isGuarded(node.coordinator(), "k:" + way)))
                        .isInstanceOf(CoordinationUnavailableException.class)
                        .hasMessageContaining(cause));
        for (Map.Entry<Mode, Node> each : calls.modes().entrySet()) {
            Mode mode = each.getKey();
            AtomicInteger ran = new AtomicInteger();
            mode.run(each.getValue().coordinator(), mode.request("k:" + mode), ran::incrementAndGet);
            assertThat(ran).hasValue(1);
        }
        // A call may be refused a moment before that is logged.
        await().untilAsserted(() -> assertThat(proceedings()).hasSize(calls.nodes()));
        assertThat(proceedings()).allMatch(line -> line.contains(cause) && line.contains(remedy));
        assertThat(logged.errors()).allMatch(line -> line.contains(cause));
    }

    /** One error for each node that lets its calls proceed. */
    private List<String> proceedings() {
        return logged.errors().stream()
                .filter(line -> line.contains("Calls proceed"))
                .toList();
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
}
