package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Script;
import dev.lockstitch.redis.testing.HalfRuns;
import dev.lockstitch.redis.testing.Immortals;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.ScriptCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts of limits that are cut short at each command. */
final class HalfRunLimitScriptsTest {

    private static final Script<String> GCRA = Script.text(Several.class, List.of("state.lua", "gcra.lua"));
    private static final Script<Long> REFUND = Script.number(Refunds.class, "state.lua", "refund.lua");

    /** A permit a second, ten at once; where another burst is declared, that one follows. */
    private static final List<String> TEN = List.of("10000000", "1", "10000000", "1");

    private static final List<String> TEN_OF_TWENTY = List.of("10000000", "1", "20000000", "1");
    private static final String ONE = "1000000";
    private static final String ALL = "10000000";
    private static final String AT_ONCE = "0";
    private static final String PATIENT = "60000000";
    private static final String NO_SHADOW = "0";

    private static HalfRuns runs;
    private static RedisProcess redis;

    private final String first = new KeyNames("lockstitch").of("limit", "k", "a");
    private final String second = new KeyNames("lockstitch").of("limit", "k", "b");

    /** A script on what one call took of both limits, if any. */
    private record Situation(
            String name, @Nullable String taken, Script<?> script, List<String> keys, List<String> args) {}

    @BeforeAll
    static void start() {
        runs = new HalfRuns();
        redis = runs.redis();
    }

    @AfterAll
    static void stop() {
        runs.close();
    }

    static Set<String> commands() {
        return ScriptCommands.of("limit");
    }

    private List<Situation> situations() {
        List<String> one = List.of(first);
        List<String> both = List.of(first, second);
        return List.of(
                new Situation("one, at once", null, Combining.TAKE, one, args(TEN, "1", ONE, AT_ONCE)),
                new Situation("more than there are", ONE, Combining.TAKE, one, args(TEN, "20", ONE, AT_ONCE)),
                new Situation("those that wait", ALL, Combining.TAKE, one, args(TEN, "3", ONE, PATIENT)),
                new Situation("a changed limit", ONE, Combining.TAKE, one, args(TEN_OF_TWENTY, "1", ONE, AT_ONCE)),
                new Situation("several", ONE, GCRA, both, args(each(TEN, ONE, AT_ONCE, NO_SHADOW))),
                new Situation("several that wait", ALL, GCRA, both, args(each(TEN, ONE, PATIENT, NO_SHADOW))),
                new Situation("several, all gone", ALL, GCRA, both, args(each(TEN, ONE, AT_ONCE, NO_SHADOW))),
                new Situation("some given back", ALL, REFUND, both, refund(ONE)),
                new Situation("all given back", ONE, REFUND, both, refund(ONE)));
    }

    private static List<String> args(List<String> limit, String... more) {
        List<String> all = new ArrayList<>(List.of(""));
        all.addAll(limit);
        all.addAll(List.of(more));
        return all;
    }

    private static List<String> each(List<String> limit, String... more) {
        List<String> one = new ArrayList<>(limit);
        one.addAll(List.of(more));
        List<String> both = new ArrayList<>(one);
        both.addAll(one);
        return both;
    }

    private static List<String> refund(String ticks) {
        List<String> args = new ArrayList<>(List.of("", "lockstitch:limit:refunds", "1,2"));
        args.addAll(each(TEN, ticks, "0", ticks, "0"));
        return args;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whereverAScriptIsCutShortAllExpiresAndACallIsChargedToAllItsLimitsOrToNone(String refused) {
        List<String> cutShort = new ArrayList<>();
        for (Situation each : situations()) {
            redis.command("FLUSHALL");
            if (each.taken() != null) {
                runs.run(
                        GCRA,
                        List.of(first, second),
                        args(each(TEN, each.taken(), AT_ONCE, NO_SHADOW)).toArray());
            }
            List<@Nullable Object> before = values(each);

            if (runs.without(refused, each.script(), each.keys(), each.args().toArray()) == null) {
                cutShort.add(each.name());
            }

            assertThat(Immortals.of(redis))
                    .as("%s: without expiry", each.name())
                    .isEmpty();
            if (!each.script().equals(REFUND)) {
                assertAllOrNone(each, before);
            }
        }
        assertThat(cutShort)
                .as("situations in which a script needs %s", refused)
                .isNotEmpty();
    }

    private void assertAllOrNone(Situation each, List<@Nullable Object> before) {
        List<@Nullable Object> after = values(each);
        long changed = 0;
        for (int i = 0; i < before.size(); i++) {
            changed += Objects.equals(before.get(i), after.get(i)) ? 0 : 1;
        }
        assertThat(changed).as(each.name()).isIn(0L, (long) before.size());
    }

    private static List<@Nullable Object> values(Situation each) {
        List<@Nullable Object> values = new ArrayList<>();
        each.keys().forEach(key -> values.add(redis.command("GET", key)));
        return values;
    }
}
