package dev.lockstitch.transactions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Another server of the bank, in a JVM of its own, which reads an account under the account's lock. */
final class SecondServer implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;

    SecondServer(String redisUrl, String databaseUrl) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                databaseUrl);
        builder.environment().put("REDIS_URL", redisUrl);
        process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = process.inputReader(UTF_8);
    }

    /** The balance, read under the lock; empty when the lock is taken now. */
    OptionalLong tryRead(long account) {
        return ask("0s", account);
    }

    /** The balance, read under the lock as soon as it can be had. */
    OptionalLong read(long account) {
        return ask("30s", account);
    }

    private OptionalLong ask(String wait, long account) {
        try {
            process.getOutputStream().write((wait + " " + account + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new AssertionError("The second server has ended; its log says why");
            }
            return answer.equals(Reader.CONTENDED) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
