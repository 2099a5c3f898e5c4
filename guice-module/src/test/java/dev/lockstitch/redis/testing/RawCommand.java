package dev.lockstitch.redis.testing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request to whatever listens on a port. */
public final class RawCommand {

    private RawCommand() {}

    /**
     * Sends one request over a connection of its own.
     *
     * @param port of the loopback interface
     * @param words the command and its arguments
     * @return a String, a Long, a List of these, or null, also when nobody answers
     * @throws RedisError when it answers with an error
     */
    public static @Nullable Object orNull(int port, String... words) {
        try {
            return RawRequest.send(port, words);
        } catch (IOException e) {
            return null;
        }
    }
}
