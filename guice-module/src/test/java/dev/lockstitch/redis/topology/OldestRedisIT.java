package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.testing.RedisProcess;
import java.io.File;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The oldest Redis that will do, and a user who may do what the documentation says, and nothing else. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class OldestRedisIT extends Shared {

    private static final File UNPACKED = new File("target/redis-6.2");

    OldestRedisIT() {
        super(SingleServer.withLeastRights(RedisProcess.startOf(executable())));
    }

    /** The build has put one for each system there. */
    private static String executable() {
        String system = OS.LINUX.isCurrentOs() ? "linux" : "darwin";
        String processor =
                System.getProperty("os.arch").toLowerCase(Locale.ROOT).replace("x86_64", "amd64");
        String end = '-' + system + '-' + processor.replace("aarch64", "arm64");
        File[] found = Objects.requireNonNull(UNPACKED.listFiles((folder, name) -> name.endsWith(end)));
        assertThat(found).as("servers in %s for %s", UNPACKED, end).hasSize(1);
        assertThat(found[0].setExecutable(true)).isTrue();
        return found[0].getAbsolutePath();
    }

    @Override
    void check() {
        assertThat(String.valueOf(topology().primaries().get(0).command("INFO", "server")))
                .contains("redis_version:6.2.");
        Grants.assertEnough(topology().primaries());
    }
}
