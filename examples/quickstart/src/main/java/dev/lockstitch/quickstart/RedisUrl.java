package dev.lockstitch.quickstart;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address in {@code REDIS_URL}, taken apart so that host and port can be replaced and all else stays as it is.
 * Written out with {@link #toString()} it holds the password.
 *
 * @param tls whether it is {@code rediss://}
 * @param user what stands before the host, {@code @} included
 * @param host name or address
 * @param port 6379 when none is given
 * @param rest the database and whatever else follows
 */
record RedisUrl(boolean tls, String user, String host, int port, String rest) {

    private static final Pattern FORM = Pattern.compile(
            "redis(?<tls>s?)://(?<user>.*@)?(?<host>\\[[^]]+]|[^:/?#@]+)(:(?<port>\\d{1,5}))?(?<rest>[/?#].*)?");

    static RedisUrl parse(String text) {
        Matcher url = FORM.matcher(text.strip());
        if (!url.matches()) {
            // The text itself is not shown: it may hold a password.
            throw new IllegalArgumentException(
                    "REDIS_URL is not of the form redis://user:password@host:port/0 or rediss://…; set it so, or unset it"
                            + " to have the quickstart start a Redis of its own");
        }
        String port = url.group("port");
        return new RedisUrl(
                !url.group("tls").isEmpty(),
                orEmpty(url.group("user")),
                url.group("host"),
                port == null ? 6379 : Integer.parseInt(port),
                orEmpty(url.group("rest")));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    RedisUrl at(String newHost, int newPort) {
        return new RedisUrl(tls, user, newHost, newPort, rest);
    }

    @Override
    public String toString() {
        return (tls ? "rediss://" : "redis://") + user + host + ":" + port + rest;
    }
}
