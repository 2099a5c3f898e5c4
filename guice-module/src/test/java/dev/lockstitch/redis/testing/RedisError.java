package dev.lockstitch.redis.testing;

/** Redis answered a raw request with an error; the message is its text. */
public final class RedisError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;

    RedisError(String text) {
        super(text);
        this.text = text;
    }

    String text() {
        return text;
    }
}
