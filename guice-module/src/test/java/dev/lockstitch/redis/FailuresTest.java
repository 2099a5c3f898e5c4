package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.Failure.Kind;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.RedissonShutdownException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.WriteRedisConnectionException;

class FailuresTest {

    private static final String COMMAND =
            ". channel: [id: 0x1, L:/127.0.0.1:1 - R:127.0.0.1:2] command: (EVALSHA), promise: x, params: [sha, 1, %s]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOADING Redis is loading the dataset in memory                              | UNAVAILABLE",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to no | UNAVAILABLE",
                "CLUSTERDOWN The cluster is down                                             | UNAVAILABLE",
                "BUSY Redis is busy running a script                                         | UNAVAILABLE",
                "TRYAGAIN Multiple keys request during rehashing of slot                     | UNAVAILABLE",
                "NOREPLICAS Not enough good replicas to write                                | UNAVAILABLE",
                "READONLY You can't write against a read only replica                        | READ_ONLY",
                "OOM command not allowed when used memory > 'maxmemory'                      | BROKEN",
                "command not allowed when used memory > 'maxmemory'.                         | BROKEN",
                "MISCONF Redis is configured to save RDB snapshots                           | BROKEN",
                "ERR max number of clients reached                                           | BROKEN",
                "NOAUTH Authentication required                                              | MISCONFIGURED",
                "WRONGPASS invalid username-password pair or user is disabled                | MISCONFIGURED",
                "ERR invalid password                                                        | MISCONFIGURED",
                "ERR AUTH <password> called without any password configured                  | MISCONFIGURED",
                "NOPERM this user has no permissions to run the 'evalsha' command            | MISCONFIGURED",
                "ERR The user executing the script can't run this command or subcommand      | MISCONFIGURED",
                "CROSSSLOT Keys in request don't hash to the same slot                       | REFUSED",
                "ERR unknown command 'EVALSHA', with args beginning with: 'a'                | MISCONFIGURED",
                "ERR Unknown Redis command called from script script: f00, on @user_script:1. | MISCONFIGURED",
                "ERR @user_script: 1: Unknown Redis command called from Lua script            | MISCONFIGURED",
                "ERR syntax error                                                            | MISCONFIGURED",
                "DENIED Redis is running in protected mode because protected mode is enabled   | MISCONFIGURED",
                "WRONGTYPE Operation against a key holding the wrong kind of value           | FOREIGN_VALUE",
                "LOCKSTITCH KEYS[1] holds a foreign value                                    | FOREIGN_VALUE"
            })
    void whatRedisSaysIsToldApartHoweverItIsWrapped(String reply, Kind kind) {
        RedisException said = new RedisException(reply + COMMAND.formatted("secret-key"));
        Throwable wrapped =
                new CompletionException(new RedisException("Unexpected exception while processing command", said));

        assertThat(Failures.of(said).kind()).isEqualTo(kind);
        assertThat(Failures.of(wrapped)).isEqualTo(Failures.of(said));
        assertThat(Failures.of(wrapped).text())
                .doesNotContain("secret-key")
                .doesNotContain("EVALSHA")
                .doesNotContain("127.0.0.1");
        assertThat(Failures.of(said).remedy().isEmpty()).isEqualTo(kind == Kind.UNAVAILABLE);
        assertThat(Failures.of(said).isOutage()).isEqualTo(kind != Kind.FOREIGN_VALUE && kind != Kind.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NOAUTH", "WRONGTYPE", "LOCKSTITCH:lock:{a}", "OOM", "Unable to acquire connection", "x\nNOPERM"
            })
    void aWordInAKeyDoesNotMislead(String key) {
        String sent = "command: (EVALSHA), params: [sha, 1, " + key + "]";
        assertThat(Failures.of(new RedisException("LOADING Redis is loading" + COMMAND.formatted(key)))
                        .reason())
                .contains("LOADING");
        assertThat(Failures.of(new RedisTimeoutException(
                        "Redis server response timeout (1000 ms) occured after 0 retry attempts, " + sent
                                + ", channel: [id: 0x1]")))
                .isEqualTo(new Failure(Kind.UNAVAILABLE, "no answer in time", ""));
        assertThat(Failures.of(new WriteRedisConnectionException(
                                "Unable to write command into connection! Node source: NodeSource, " + sent,
                                new ConnectException("x")))
                        .reason())
                .contains("connection was refused");
        assertThat(Failures.of(new RedisException(
                                "ERR unknown command 'EVALSHA', with args beginning with: '" + key + "' '1' "))
                        .reason())
                .contains("lacks a command");
    }

    @Test
    void connectionsFailInTheirOwnWays() {
        assertThat(Failures.of(new RedisConnectionException("Unable to connect", new ConnectException("refused"))))
                .isEqualTo(new Failure(Kind.UNAVAILABLE, "the connection was refused or timed out", ""));
        assertThat(Failures.of(new RedisConnectionException("Unable to connect", new UnknownHostException("h")))
                        .kind())
                .isEqualTo(Kind.MISCONFIGURED);
        assertThat(Failures.of(new RedisConnectionException("Unable to connect", new SSLHandshakeException("PKIX")))
                        .text())
                .contains("TLS handshake", "certificate");
        assertThat(Failures.of(new RedissonShutdownException("Redisson is shutdown"))
                        .reason())
                .contains("shut down");
        assertThat(Failures.of(new RejectedExecutionException("event executor terminated"))
                        .reason())
                .contains("shut down");
        assertThat(Failures.of(new RedisTimeoutException("anything")).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(Failures.timeout(250).text()).isEqualTo("no answer within 250 ms");
    }

    /** A server that goes down breaks handshakes off as well; and no answer may be plain text against TLS. */
    @Test
    void whatMayBeAMisconfigurationOrAnOutageIsLookedAtFirst() {
        Failure tls = Failures.of(new RedisConnectionException("Unable to connect", new SSLHandshakeException("PKIX")));
        assertThat(tls.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(Failures.isVague(tls)).isTrue();
        assertThat(Failures.isVague(Failures.timeout(250))).isTrue();
        assertThat(Failures.isVague(Failures.of(new RedisException("LOADING Redis is loading"))))
                .isFalse();
        assertThat(Failures.isVague(Failures.of(new RedissonShutdownException("Redisson is shutdown"))))
                .isFalse();
    }

    @Test
    void aFullPoolIsNoOutage() {
        Failure full = Failures.of(new RedisException(
                "Unexpected exception",
                new RedisTimeoutException(
                        "Unable to acquire connection! Increase connection pool size. Node source: x")));

        assertThat(full.kind()).isEqualTo(Kind.SATURATED);
        assertThat(full.isOutage()).isFalse();
        assertThat(full.text()).contains("pool", "connectionPoolSize");
    }

    @Test
    void whatNobodyKnowsIsUnavailableAndShowsOnlyItsType() {
        assertThat(Failures.of(new IllegalStateException("secret-key")))
                .isEqualTo(new Failure(Kind.UNAVAILABLE, "the call failed with IllegalStateException", ""));
        assertThat(Failures.of(new RedisException((String) null)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void aCycleOfCausesEnds() {
        RuntimeException one = new RuntimeException("one");
        one.initCause(new RuntimeException("other", one));
        assertThat(Failures.of(one).kind()).isEqualTo(Kind.UNAVAILABLE);
    }
}
