package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.testing.ReadmeGrants;
import dev.lockstitch.redis.testing.ScriptCommands;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the user of Redis may run, by the text of what is run: the probe itself runs all that it is asked to look for. */
final class GrantedCommandsTest {

    /** By which Redisson looks after its connections. */
    private static final String PING = "ping";

    /** By which scripts are sent, and others are told. */
    private static final Set<String> SENT = Set.of("evalsha", "eval", "subscribe", "unsubscribe");

    private static Set<String> granted(List<String> line) {
        Set<String> commands = new TreeSet<>();
        line.stream().filter(word -> word.startsWith("+")).forEach(word -> commands.add(word.substring(1)));
        return commands;
    }

    private static Set<String> run() {
        Set<String> commands = new TreeSet<>(ScriptCommands.ofAll());
        commands.add(PING);
        return commands;
    }

    @Test
    void theProbeTriesWhatTheScriptsRunAndNothingElse() {
        assertThat(ScriptCommands.tried()).isEqualTo(run());
    }

    @Test
    void theReadmeGrantsWhatTheScriptsRunAndWhatSendsThem() {
        Set<String> needed = run();
        needed.addAll(SENT);
        assertThat(granted(ReadmeGrants.single())).isEqualTo(needed);
    }

    @Test
    void inAClusterTheReadmeGrantsBesidesByWhatTheNodesAreFoundAndMovingSlotsAreFollowed() {
        Set<String> needed = granted(ReadmeGrants.single());
        needed.addAll(Set.of("cluster|nodes", "asking"));
        assertThat(granted(ReadmeGrants.cluster())).isEqualTo(needed);
    }
}
