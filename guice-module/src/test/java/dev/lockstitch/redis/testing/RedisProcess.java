package dev.lockstitch.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis in a process of its own, on a free port of the loopback interface. Killing it loses its data, unless it is
 * told to keep them: {@link #startKeeping}. Not thread-safe but for {@link #command}.
 */
public final class RedisProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PORTS_TO_TRY = 5;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final String executable;
    private final List<String> extraSettings;
    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private RedisProcess(String executable, List<String> extraSettings) {
        this.executable = executable;
        this.extraSettings = extraSettings;
        this.port = freePort();
        try {
            this.directory = Files.createTempDirectory("lockstitch-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a Redis.
     *
     * @param extraSettings as on its command line, such as {@code "--maxmemory", "2mb"}
     * @return one that answers
     */
    public static RedisProcess start(String... extraSettings) {
        return startOf(Binary.PATH, extraSettings);
    }

    /** Starts a Redis that has on disk whatever it has answered. */
    public static RedisProcess startKeeping() {
        return start("--appendonly", "yes", "--appendfsync", "always");
    }

    /**
     * Starts a Redis of another version.
     *
     * @param executable the server's executable
     * @param extraSettings as on its command line
     * @return one that answers
     */
    public static RedisProcess startOf(String executable, String... extraSettings) {
        for (int attempt = 1; ; attempt++) {
            RedisProcess redis = new RedisProcess(executable, List.of(extraSettings));
            try {
                redis.launch();
                return redis;
            } catch (IllegalStateException e) {
                redis.close();
                if (attempt == PORTS_TO_TRY) {
                    throw e;
                }
            }
        }
    }

    /**
     * Chooses a port where nothing listens.
     *
     * @param extraSettings as on the command line of Redis
     * @return a Redis that {@link #launch} starts
     */
    public static RedisProcess notStarted(String... extraSettings) {
        return new RedisProcess(Binary.PATH, List.of(extraSettings));
    }

    /** Starts one that was {@link #notStarted} or killed, and returns when it answers. */
    public void launch() {
        if (process != null) {
            throw new IllegalStateException("This Redis runs already");
        }
        try {
            Process started = new ProcessBuilder(commandLine())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
            RUNNING.add(started);
            process = started;
            awaitReady(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The server's executable, for those who start one in another way.
     *
     * @return its path
     */
    public static String executable() {
        return Binary.PATH;
    }

    /**
     * A port where nothing listens now.
     *
     * @return the port
     */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where it listens, or will.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * Its address for clients.
     *
     * @return {@code redis://…}
     */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Kills it at once (SIGKILL), frozen or not, and returns when it is gone. */
    public void kill() {
        if (process == null) {
            return;
        }
        try {
            if (!process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis survived SIGKILL: process " + process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Redis was killed", e);
        }
        RUNNING.remove(process);
        process = null;
    }

    /** Stops it in its tracks (SIGSTOP): connections stay open, nothing answers. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets a frozen one go on (SIGCONT). */
    public void thaw() {
        signal("-CONT");
    }

    /** Kills it and starts one on the same port, which is empty unless data are kept. */
    public void restart() {
        kill();
        launch();
    }

    /** The names of keys that match a pattern. */
    public List<String> keys(String pattern) {
        Object names = command("KEYS", pattern);
        return names instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The time to live of a key in milliseconds; negative as Redis has it. */
    public long ttlMillis(String key) {
        return command("PTTL", key) instanceof Long millis ? millis : Long.MIN_VALUE;
    }

    /**
     * Sends one request over a connection of its own.
     *
     * @param words the command and its arguments
     * @return a String, a Long, a List of these, or null
     * @throws RedisError when Redis answers with an error
     */
    public @Nullable Object command(String... words) {
        try {
            return RawRequest.send(port, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it and deletes what it wrote. */
    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> commandLine() {
        List<String> words = new ArrayList<>(List.of(executable, "--port", "" + port, "--bind", "127.0.0.1"));
        words.addAll(List.of("--save", "", "--appendonly", "no", "--dir", directory.toString()));
        words.addAll(extraSettings);
        return words;
    }

    private void awaitReady(Process started) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (!started.isAlive() || System.nanoTime() > end) {
                String said = said();
                kill();
                throw new IllegalStateException("Redis did not start on port " + port + ":\n" + said);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Its own log as well, since another server may answer on a port that was taken in the meantime. */
    private boolean isReady() throws IOException {
        if (!said().contains("Ready to accept connections")) {
            return false;
        }
        try {
            return "PONG".equals(RawRequest.send(port, "PING"));
        } catch (RedisError e) {
            return e.text().startsWith("NOAUTH");
        } catch (IOException e) {
            return false;
        }
    }

    private Path log() {
        return directory.resolve("redis.log");
    }

    private String said() throws IOException {
        return Files.readString(log(), StandardCharsets.ISO_8859_1);
    }

    private void signal(String which) {
        if (process == null) {
            throw new IllegalStateException("This Redis does not run");
        }
        try {
            int exit = new ProcessBuilder("kill", which, "" + process.pid())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill " + which + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while signalling Redis", e);
        }
    }

    /** Unpacked once per JVM; or another one, {@code -Dredis.server=…}, of another version for example. */
    private static final class Binary {

        static final String PATH = System.getProperty("redis.server", unpack());

        private static String unpack() {
            try {
                return RedisExecProvider.defaultProvider().get().getAbsolutePath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
