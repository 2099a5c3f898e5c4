package dev.lockstitch.redis;

import dev.lockstitch.redis.Failure.Kind;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.redisson.RedissonShutdownException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisNodeNotFoundException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.WriteRedisConnectionException;

/**
 * What a failure means. The texts are ours alone: what Redisson throws carries raw keys and the script, which belong in
 * no log.
 */
final class Failures {

    private static final String MEMORY = "free memory, raise maxmemory, or choose an eviction policy";

    private static final Failure SHUT_DOWN = new Failure(Kind.UNAVAILABLE, "the Redisson client is shut down", "");

    private static final Pattern SENT =
            Pattern.compile("(?s)( channel: |[Cc]ommand: \\(|params: \\[|with args beginning with).*");

    /** What Redis says, found by a word of its error text, the more telling first. */
    private enum Reply {
        FOREIGN(
                "LOCKSTITCH",
                Kind.FOREIGN_VALUE,
                "a key of ours holds a foreign value",
                "delete it, or set another keyPrefix"),
        WRONGTYPE(
                "WRONGTYPE",
                Kind.FOREIGN_VALUE,
                "a key of ours holds a foreign type (WRONGTYPE)",
                "delete it, or set another keyPrefix"),
        NOAUTH(
                "NOAUTH",
                Kind.MISCONFIGURED,
                "Redis wants a password (NOAUTH)",
                "set it in REDIS_URL or REDIS_PASSWORD"),
        WRONGPASS(
                "WRONGPASS",
                Kind.MISCONFIGURED,
                "Redis refuses user or password (WRONGPASS)",
                "check REDIS_URL, or REDIS_USERNAME and REDIS_PASSWORD"),
        INVALID_PASSWORD(
                "invalid password",
                Kind.MISCONFIGURED,
                "Redis refuses the password",
                "check REDIS_URL, or REDIS_PASSWORD"),
        NO_PASSWORD_SET(
                "without any password configured",
                Kind.MISCONFIGURED,
                "Redis has no password but was given one",
                "take it out of REDIS_URL or REDIS_PASSWORD"),
        DENIED(
                "protected mode",
                Kind.MISCONFIGURED,
                "Redis is in protected mode and refuses connections from other machines (DENIED)",
                "give Redis a password and set it in REDIS_URL or REDIS_PASSWORD"),
        CROSSSLOT(
                "CROSSSLOT",
                Kind.REFUSED,
                "keys of one decision are in different slots of the cluster (CROSSSLOT)",
                "give the limits of one method the same key template"),
        UNKNOWN_COMMAND(
                "unknown command",
                Kind.MISCONFIGURED,
                "this Redis lacks a command that we need",
                "use Redis 6.2 or newer, or Valkey, with scripting enabled"),
        /** The same, met inside a script. */
        UNKNOWN_IN_SCRIPT(
                "Unknown Redis command",
                Kind.MISCONFIGURED,
                "this Redis lacks a command that our scripts need",
                "use Redis 6.2 or newer, or Valkey, and take none of the commands under \"Security\" in the README out of"
                        + " rename-command"),
        /** A word of a command: the probe says all that our scripts say. */
        SYNTAX(
                "syntax error",
                Kind.MISCONFIGURED,
                "this Redis does not understand what our scripts say (syntax error)",
                "use Redis 6.2 or newer, or Valkey"),
        OUT_OF_MEMORY("OOM", Kind.BROKEN, "Redis is out of memory (OOM)", MEMORY),
        /** Redisson takes the first word away. */
        OUT_OF_MEMORY_TOLD("used memory > 'maxmemory'", Kind.BROKEN, "Redis is out of memory (OOM)", MEMORY),
        MISCONF(
                "MISCONF",
                Kind.BROKEN,
                "Redis cannot save its data and refuses writes (MISCONF)",
                "look at its disk and log"),
        MAX_CLIENTS(
                "max number of clients",
                Kind.BROKEN,
                "Redis has no connection left (max number of clients)",
                "raise maxclients, or find who holds them"),
        READONLY("READONLY", Kind.READ_ONLY, "a read-only replica answers (READONLY)", "point to the primary"),
        LOADING("LOADING", Kind.UNAVAILABLE, "Redis is loading its data (LOADING)", ""),
        MASTERDOWN("MASTERDOWN", Kind.UNAVAILABLE, "the replica has lost its primary (MASTERDOWN)", ""),
        CLUSTERDOWN("CLUSTERDOWN", Kind.UNAVAILABLE, "the cluster is down (CLUSTERDOWN)", ""),
        BUSY("BUSY", Kind.UNAVAILABLE, "Redis is busy with a script (BUSY)", ""),
        TRYAGAIN("TRYAGAIN", Kind.UNAVAILABLE, "a slot of the cluster is moving (TRYAGAIN)", ""),
        NOREPLICAS("NOREPLICAS", Kind.UNAVAILABLE, "Redis has too few replicas to write (NOREPLICAS)", "");

        private final String word;
        private final Kind kind;
        private final String reason;
        private final String remedy;

        Reply(String word, Kind kind, String reason, String remedy) {
            this.word = word;
            this.kind = kind;
            this.reason = reason;
            this.remedy = remedy;
        }
    }

    private Failures() {}

    static Failure timeout(long budgetMillis) {
        return new Failure(Kind.UNAVAILABLE, "no answer within " + budgetMillis + " ms", "");
    }

    static Failure unanswered(long millis) {
        return new Failure(
                Kind.UNANSWERED,
                "Redis answered other calls but not this one within " + millis + " ms",
                "look at the network and at the load of this machine");
    }

    static Failure noReply() {
        return new Failure(
                Kind.REFUSED,
                "a script of ours replied nothing",
                "look for a proxy or another server that is no Redis");
    }

    static Failure saturated() {
        return new Failure(
                Kind.SATURATED,
                "all connections of the Redisson pool are taken",
                "raise its connectionPoolSize, or set it below 10, which lets commands share connections");
    }

    static Failure of(Throwable thrown) {
        return of(thrown, Rights.SOME_PREFIX);
    }

    /** Where the prefix of our keys is known. */
    static Failure of(Throwable thrown, String prefix) {
        return reply(thrown, prefix).or(() -> connection(thrown)).orElseGet(() -> unknown(thrown));
    }

    private static Failure unknown(Throwable thrown) {
        String type = Causes.of(thrown).stream()
                .filter(cause -> !(cause instanceof CompletionException))
                .findFirst()
                .orElse(thrown)
                .getClass()
                .getSimpleName();
        return new Failure(Kind.UNAVAILABLE, "the call failed with " + type, "");
    }

    /** Whether it may be a misconfiguration for all that is known: nothing of Redis's own was heard. */
    static boolean isVague(Failure failure) {
        return failure.kind() == Kind.UNAVAILABLE
                && !failure.equals(SHUT_DOWN)
                && Arrays.stream(Reply.values()).noneMatch(reply -> reply.reason.equals(failure.reason()));
    }

    private static Optional<Failure> reply(Throwable thrown, String prefix) {
        for (Throwable cause : Causes.of(thrown)) {
            String text = cause instanceof RedisException ? said(cause) : "";
            Optional<Failure> known = Rights.missing(text, prefix).or(() -> known(text));
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private static Optional<Failure> known(String text) {
        return Arrays.stream(Reply.values())
                .filter(reply -> text.contains(reply.word))
                .map(reply -> new Failure(reply.kind, reply.reason, reply.remedy))
                .findFirst();
    }

    /** What the server said, without the command that Redisson, or Redis, repeats after it: any word may occur there. */
    private static String said(Throwable cause) {
        Matcher sent = SENT.matcher(String.valueOf(cause.getMessage()));
        return sent.replaceFirst("");
    }

    private static Optional<Failure> connection(Throwable thrown) {
        if (Causes.has(thrown, RedissonShutdownException.class)
                || Causes.has(thrown, RejectedExecutionException.class)
                || Causes.has(thrown, CancellationException.class)) {
            return Optional.of(SHUT_DOWN);
        }
        if (Causes.has(thrown, SSLException.class)) {
            // Which one it is, if any, is found out elsewhere: a server that goes down fails its handshakes, too.
            return Optional.of(new Failure(
                    Kind.UNAVAILABLE,
                    "the TLS handshake failed",
                    "check that the server speaks TLS, the certificate's name, and that its authority is trusted"));
        }
        if (Causes.has(thrown, UnknownHostException.class)) {
            return Optional.of(new Failure(Kind.MISCONFIGURED, "the host is unknown", "check the address"));
        }
        if (Causes.has(thrown, ConnectException.class)) {
            return Optional.of(new Failure(Kind.UNAVAILABLE, "the connection was refused or timed out", ""));
        }
        if (Causes.has(thrown, RedisNodeNotFoundException.class)) {
            return Optional.of(new Failure(Kind.UNAVAILABLE, "no server of the cluster has the key's slot", ""));
        }
        if (Causes.has(thrown, WriteRedisConnectionException.class)) {
            return Optional.of(new Failure(Kind.UNAVAILABLE, "the connections broke, one after the other", ""));
        }
        if (Causes.has(thrown, RedisConnectionException.class)) {
            return Optional.of(new Failure(Kind.UNAVAILABLE, "no server could be reached", ""));
        }
        if (poolIsFull(thrown)) {
            return Optional.of(saturated());
        }
        if (Causes.has(thrown, RedisTimeoutException.class)) {
            return Optional.of(new Failure(Kind.UNAVAILABLE, "no answer in time", ""));
        }
        return Optional.empty();
    }

    private static boolean poolIsFull(Throwable thrown) {
        return Causes.find(thrown, RedisTimeoutException.class)
                .filter(timeout -> said(timeout).contains("Unable to acquire connection"))
                .isPresent();
    }
}
