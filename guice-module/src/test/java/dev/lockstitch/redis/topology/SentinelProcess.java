package dev.lockstitch.redis.topology;

import dev.lockstitch.redis.testing.RawCommand;
import dev.lockstitch.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One Sentinel, which watches one primary under the name {@code shop}. */
final class SentinelProcess implements AutoCloseable {

    static final String GROUP = "shop";

    private final Path directory;
    private final int port;
    private final Process process;

    /** A primary that is silent for that long counts as gone when as many Sentinels say so. */
    SentinelProcess(int port, RedisProcess primary, int downAfterMillis, int quorum) {
        this.port = port;
        try {
            directory = Files.createTempDirectory("lockstitch-sentinel");
            Path settings = directory.resolve("sentinel.conf");
            Files.write(
                    settings,
                    List.of(
                            "port " + port,
                            "bind 127.0.0.1",
                            "dir " + directory,
                            "sentinel monitor shop 127.0.0.1 " + primary.port() + " " + quorum,
                            "sentinel down-after-milliseconds shop " + downAfterMillis,
                            "sentinel failover-timeout shop 5000"));
            process = new ProcessBuilder(RedisProcess.executable(), settings.toString(), "--sentinel")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("sentinel.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** As {@link RedisProcess#command}; null also while it does not answer. */
    @Nullable
    Object command(String... words) {
        return RawCommand.orNull(port, words);
    }

    /** The port of the primary that it points to; 0 while it does not answer. */
    int primaryPort() {
        return command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", GROUP) instanceof List<?> address
                ? Integer.parseInt(String.valueOf(address.get(1)))
                : 0;
    }

    /** How many others it knows: of its kind, or replicas. */
    int known(String what) {
        return command("SENTINEL", what, GROUP) instanceof List<?> others ? others.size() : 0;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(directory)) {
            process.waitFor();
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
