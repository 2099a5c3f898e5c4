package dev.lockstitch.weaver.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

class KeyInjectivityTest {

    /** What values and literals are made of to be mistaken for one another. */
    private static final String[] TRICKY = {
        "%", ".", "%.", "u", "2", "5", "F", "D", "-", ":", "{", "}", "\\", "\"", "'", " ", "\n", "a", "é", "→",
        "\u0301", "\u00a0", "😀", "\uD83D", "\uDE00", "\uDBFF", "\uDFFF", "\uFFFF", "%25", "%2D", "%uD83D", "%3A",
        "%C3%A9"
    };

    @Property(tries = 3_000)
    void theValuesCanBeReadBackFromTheKey(@ForAll("calls") Tuple2<List<String>, List<String>> call) {
        String key = Shapes.render(call.get1(), call.get2());
        assertThat(KeyReader.values(call.get1(), key)).isEqualTo(call.get2());
    }

    @Property(tries = 1_000)
    void noValueBringsABraceOrABlankIntoTheKey(@ForAll("values") String value) {
        assertThat(Shapes.render(List.of("", ""), List.of(value)).codePoints())
                .noneMatch(c -> "{}:\\\"'".indexOf(c) >= 0 || Invisible.contains(c) || isSurrogate(c));
    }

    @Property(tries = 1_000)
    void differentTextsHaveDifferentHashes(@ForAll("values") String one, @ForAll("values") String other) {
        assertThat(TextHash.of(one).equals(TextHash.of(other))).isEqualTo(one.equals(other));
    }

    /** All pairs of short values, against each literal: no two alike. */
    @Example
    void noTwoListsOfShortValuesShareAKey() {
        List<String> values = shortValues("%", ".", "2", "5", "D", "u", "-", "😀".substring(0, 1), "😀".substring(1));
        for (String between : List.of("", "-", ".", "%", "%.", "u", "D", "25", "-%", "\uD83D", "\uDE00", "😀", "é")) {
            Map<String, List<String>> seen = new HashMap<>();
            KeyTemplate template = Shapes.compile(List.of("", between, "-"));
            for (String first : values) {
                for (String second : values) {
                    String key = template.render(null, new Object[] {first, second}, Map.of());
                    assertThat(seen.put(key, List.of(first, second))).as(key).isNull();
                }
            }
        }
    }

    @Provide
    Arbitrary<Tuple2<List<String>, List<String>>> calls() {
        return Arbitraries.integers()
                .between(1, 4)
                .flatMap(count -> literals()
                        .list()
                        .ofSize(count + 1)
                        .flatMap(literals -> values().list().ofSize(count).map(values -> Tuple.of(literals, values))));
    }

    private Arbitrary<String> literals() {
        return Arbitraries.of(TRICKY).list().ofMinSize(0).ofMaxSize(3).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> tricky =
                Arbitraries.of(TRICKY).list().ofMinSize(1).ofMaxSize(6).map(parts -> String.join("", parts));
        Arbitrary<String> any = Arbitraries.strings().all().ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> planes = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .map(Character::toString)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(tricky, any, planes);
    }

    private static List<String> shortValues(String... alphabet) {
        List<String> values = new ArrayList<>(List.of(alphabet));
        for (String first : alphabet) {
            for (String second : alphabet) {
                values.add(first + second);
            }
        }
        return values;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
