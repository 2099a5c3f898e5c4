package dev.lockstitch.redis.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often clients sent a command, by the server's own count. */
public final class CommandCounts {

    private static final Pattern CALLS = Pattern.compile("cmdstat_(evalsha|eval):calls=(\\d+)");

    private CommandCounts() {}

    public static long scripts(RedisProcess redis) {
        Matcher matcher = CALLS.matcher(String.valueOf(redis.command("INFO", "commandstats")));
        long sum = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(2));
        }
        return sum;
    }
}
