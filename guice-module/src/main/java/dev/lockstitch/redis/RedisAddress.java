package dev.lockstitch.redis;

import dev.lockstitch.spi.KeyText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One Redis server: {@code redis://user:password@host:port/database}, {@code rediss://} for TLS, {@code valkey://} and
 * {@code valkeys://} alike. Its text never shows the password.
 *
 * @param scheme {@code redis}, {@code rediss}, {@code valkey} or {@code valkeys}
 * @param host a name or address; an IPv6 address in brackets
 * @param port 1 to 65535
 * @param username null: the default user
 * @param password null: none
 * @param database 0 unless said
 */
public record RedisAddress(
        String scheme,
        String host,
        int port,
        @Nullable String username,
        @Nullable String password,
        int database) {

    private static final int DEFAULT_PORT = 6379;
    private static final String FORM =
            "write it like redis://host:6379, redis://user:password@host:6379/0 or rediss://…";

    private static final String HOST = "\\[[0-9A-Fa-f:.%]+]|[^:/@?#\\[\\]\\s]+";

    /** The user part is greedy: a password may hold an at sign. */
    private static final Pattern URL =
            Pattern.compile("(rediss?|valkeys?)://(?:(.*)@)?(" + HOST + ")(?::([0-9]{1,5}))?(?:/([0-9]{0,5}))?");

    private static final Pattern PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /**
     * Checks the port.
     *
     * @param scheme {@code redis}, {@code rediss}, {@code valkey} or {@code valkeys}
     * @param host a name or address; an IPv6 address in brackets
     * @param port 1 to 65535
     * @param username null: the default user
     * @param password null: none
     * @param database 0 unless said
     * @throws IllegalArgumentException when it is out of range
     */
    public RedisAddress {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("The Redis port " + port + " is not within 1 to 65535");
        }
    }

    /**
     * Reads a URL. A user part without a colon is the password, as redis-cli has it.
     *
     * @param url the URL; special characters in user and password may be percent-encoded
     * @return the address
     * @throws IllegalArgumentException that says how to write it and does not repeat it
     */
    public static RedisAddress parse(String url) {
        Matcher matcher = URL.matcher(url.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The Redis URL (not shown: it may hold a password) cannot be read; "
                    + FORM + ", without parameters");
        }
        String user = matcher.group(2);
        int colon = user == null ? -1 : user.indexOf(':');
        String port = matcher.group(4);
        String database = matcher.group(5);
        return new RedisAddress(
                matcher.group(1),
                matcher.group(3),
                port == null ? DEFAULT_PORT : Integer.parseInt(port),
                colon < 0 || user == null ? null : decoded(user.substring(0, colon)),
                user == null ? null : decoded(user.substring(colon + 1)),
                database == null || database.isEmpty() ? 0 : Integer.parseInt(database));
    }

    /**
     * Reads {@code REDIS_URL}, else {@code REDIS_HOST}, {@code REDIS_PORT}, {@code REDIS_USERNAME} and
     * {@code REDIS_PASSWORD}; {@code localhost:6379} where nothing is set. Blank is as good as unset.
     *
     * @param environment the environment's variables
     * @return the address
     * @throws IllegalArgumentException that names the variable and says how to write it
     */
    public static RedisAddress fromEnvironment(Map<String, String> environment) {
        String url = environment.getOrDefault("REDIS_URL", "");
        if (!url.isBlank()) {
            return named("REDIS_URL", url);
        }
        return new RedisAddress(
                "redis",
                host(environment.getOrDefault("REDIS_HOST", "").strip()),
                port(environment.getOrDefault("REDIS_PORT", "").strip()),
                blankToNull(environment.getOrDefault("REDIS_USERNAME", "")),
                blankToNull(environment.getOrDefault("REDIS_PASSWORD", "")),
                0);
    }

    private static String host(String text) {
        if (text.isEmpty()) {
            return "localhost";
        }
        String host = text.matches("[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*") ? '[' + text + ']' : text;
        if (!host.matches(HOST)) {
            throw new IllegalArgumentException("REDIS_HOST (not shown: it may hold a password) is not a host name or"
                    + " address alone; give the port in REDIS_PORT, or everything in REDIS_URL: " + FORM);
        }
        return host;
    }

    private static int port(String text) {
        if (text.isEmpty()) {
            return DEFAULT_PORT;
        }
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("REDIS_PORT = " + KeyText.shown(text) + " is not within 1 to 65535."
                    + " Kubernetes sets it by itself for a service that is named redis: set REDIS_URL, which prevails");
        }
        return port;
    }

    private static RedisAddress named(String variable, String url) {
        try {
            return parse(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(variable + ": " + e.getMessage(), e);
        }
    }

    /** Without user and password. */
    String url() {
        return scheme + "://" + host + ':' + port;
    }

    @Override
    public String toString() {
        return url() + (database == 0 ? "" : "/" + database);
    }

    /** A plus is a plus and a stray percent sign is one: passwords are often pasted as they are. */
    private static @Nullable String decoded(String text) {
        String plain = PERCENT.matcher(text).replaceAll("%25").replace("+", "%2B");
        return blankToNull(URLDecoder.decode(plain, StandardCharsets.UTF_8));
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
