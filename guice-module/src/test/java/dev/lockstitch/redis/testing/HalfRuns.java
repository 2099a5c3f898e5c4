package dev.lockstitch.redis.testing;

import dev.lockstitch.redis.FaultyRedis;
import dev.lockstitch.redis.Script;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A Redis whose scripts are cut short where they come to a command that is refused: rights are looked at command by
 * command, and what was done before stays done.
 */
public final class HalfRuns implements AutoCloseable {

    /** The server looks at these before a script runs, or no script runs them. */
    private static final Set<String> NOT_IN_SCRIPTS =
            Set.of("+evalsha", "+eval", "+subscribe", "+unsubscribe", "+ping");

    private final RedisProcess redis = RedisProcess.start();
    private final FaultyRedis whole = new FaultyRedis(redis);

    /** What the README grants for the sake of what scripts do. */
    public static List<String> commands() {
        return ReadmeGrants.single().stream()
                .filter(word -> word.startsWith("+") && !NOT_IN_SCRIPTS.contains(word))
                .map(word -> word.substring(1))
                .toList();
    }

    public RedisProcess redis() {
        return redis;
    }

    /** Runs a script with all rights. */
    public <T> T run(Script<T> script, List<String> keys, Object... args) {
        return whole.run(script, keys, args);
    }

    /** Runs a script without that command: its reply, or null when it was cut short. */
    public <T> @Nullable T without(String command, Script<T> script, List<String> keys, Object... args) {
        redis.command("ACL", "SETUSER", "default", '-' + command);
        try {
            return whole.run(script, keys, args);
        } catch (CompletionException e) {
            if (String.valueOf(e.getMessage()).contains("can't run this command")) {
                return null;
            }
            throw e;
        } finally {
            redis.command("ACL", "SETUSER", "default", '+' + command);
        }
    }

    @Override
    public void close() {
        whole.close();
        redis.close();
    }
}
