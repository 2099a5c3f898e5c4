package dev.lockstitch.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Lua script of ours.
 *
 * @param name the file's name, for messages
 * @param body the text that Redis runs
 * @param sha1 the text's SHA-1 in hex, by which Redis knows it once it has seen it
 * @param reply the type of its reply: {@code Long} or {@code String}
 * @param <T> the type of its reply
 */
public record Script<T>(String name, String body, String sha1, Class<T> reply) {

    /**
     * Reads a script whose reply is a whole number.
     *
     * @param beside a class in the package where the file is
     * @param file the file's name
     * @return the script
     */
    public static Script<Long> number(Class<?> beside, String file) {
        return load(beside, file, Long.class);
    }

    /**
     * Reads a script whose reply is a whole number, and what it shares with others.
     *
     * @param beside a class in the package where the files are
     * @param shared the file that stands in front of it
     * @param file the file's name
     * @return the script
     */
    public static Script<Long> number(Class<?> beside, String shared, String file) {
        return of(file, read(beside, shared) + '\n' + read(beside, file), Long.class);
    }

    /**
     * Reads a script whose reply is a text.
     *
     * @param beside a class in the package where the file is
     * @param file the file's name
     * @return the script
     */
    public static Script<String> text(Class<?> beside, String file) {
        return load(beside, file, String.class);
    }

    /**
     * Reads a script whose reply is a text, and what stands in front of it.
     *
     * @param beside a class in the package where the files are
     * @param files the files in their order; the last one gives the name
     * @return the script
     */
    public static Script<String> text(Class<?> beside, List<String> files) {
        String body = files.stream().map(file -> read(beside, file)).collect(Collectors.joining("\n"));
        return of(files.get(files.size() - 1), body, String.class);
    }

    private static <T> Script<T> load(Class<?> beside, String file, Class<T> reply) {
        return of(file, read(beside, file), reply);
    }

    private static <T> Script<T> of(String file, String body, Class<T> reply) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(body.getBytes(StandardCharsets.UTF_8));
            return new Script<>(file, body, HexFormat.of().formatHex(digest), reply);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-1", e);
        }
    }

    private static String read(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing beside " + beside.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
