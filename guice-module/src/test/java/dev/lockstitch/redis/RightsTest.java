package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.Failure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightsTest {

    private static Failure missing(String said) {
        return Rights.missing(said, "shop").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "NOPERM this user has no permissions to run the 'evalsha' command or its subcommand ; evalsha",
                "NOPERM User shop has no permissions to run the 'subscribe' command ; subscribe",
                "NOPERM User OOM LOADING has no permissions to run the 'client|setname' command ; client|setname"
            })
    void aRefusedCommandIsNamed(String said, String command) {
        assertThat(missing(said))
                .isEqualTo(new Failure(
                        Kind.MISCONFIGURED,
                        "the Redis user lacks the right to the command " + command + " (NOPERM)",
                        "ACL SETUSER <user> +" + command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOPERM this user has no permissions to access one of the keys used as arguments",
                "ERR The user executing the script can't access at least one of the keys mentioned in the command"
                        + " arguments",
                "NOPERM No permissions to access a key",
                "NOPERM User a channel has no permissions to access the 'x' key"
            })
    void refusedKeysAreNamedByTheirPattern(String said) {
        assertThat(missing(said).text())
                .isEqualTo("the Redis user lacks the right to the keys shop:* (NOPERM): ACL SETUSER <user> ~shop:*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOPERM this user has no permissions to access one of the channels used as arguments",
                "ERR The user executing the script can't publish to the channel mentioned in the command",
                "NOPERM No permissions to access a channel"
            })
    void refusedChannelsAreNamedByTheirPattern(String said) {
        assertThat(missing(said).text())
                .isEqualTo(
                        "the Redis user lacks the right to the channels shop:* (NOPERM): ACL SETUSER <user> &shop:*");
    }

    @Test
    void whatTheProbeListsIsNamedAllAtOnceInOneOrder() {
        assertThat(missing("NOPERM rights: zrem ~ zadd &").text())
                .isEqualTo("the Redis user lacks the right to the commands zadd, zrem and to the keys shop:* and to the"
                        + " channels shop:* (NOPERM): ACL SETUSER <user> +zadd +zrem ~shop:* &shop:*");
    }

    @Test
    void aCommandThatRedisDoesNotNameInAScriptIsLeftToTheProbe() {
        Failure failure = missing("ERR The user executing the script can't run this command or subcommand script: x");
        assertThat(failure).isEqualTo(Rights.UNNAMED);
        assertThat(Rights.isVague(failure)).isTrue();
        assertThat(failure.remedy()).contains("README");
    }

    @Test
    void whereThePrefixIsNotKnownTheProbeKnowsBetter() {
        Failure keys = Rights.missing("NOPERM No permissions to access a key", Rights.SOME_PREFIX)
                .orElseThrow();
        assertThat(Rights.isVague(keys)).isTrue();
        assertThat(Rights.isVague(missing("NOPERM No permissions to access a key")))
                .isFalse();
    }

    @Test
    void otherWordsAreNoRefusal() {
        assertThat(Rights.missing("LOADING Redis is loading the dataset in memory", "shop"))
                .isEmpty();
        assertThat(Rights.missing("WRONGTYPE Operation against a key holding the wrong kind of value", "shop"))
                .isEmpty();
        assertThat(missing("NOPERM something new").kind()).isEqualTo(Kind.MISCONFIGURED);
    }
}
