package dev.lockstitch.weaver.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.KeyVariable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTemplateTest {

    private static final Map<String, Supplier<KeyVariable>> VARIABLES =
            Map.of("tenant", () -> () -> "acme", "client-address", () -> () -> "::1");

    public record Shop(String region) {}

    @Test
    void aTemplateWithoutPlaceholdersIsTheKey() {
        assertThat(Shapes.render("report:daily {{x}} 100%")).isEqualTo("report:daily {x} 100%");
    }

    @Test
    void parametersAreTakenByNameOrPosition() {
        assertThat(Shapes.render("order:{a}", 42)).isEqualTo("order:42");
        assertThat(Shapes.render("{b}:{0}:{1}", "x", 7L)).isEqualTo("7:x:7");
        assertThat(Shapes.render("order:{0}!", -42)).isEqualTo("order:-42!");
    }

    @Test
    void positionsNeedNoNames() {
        MethodShape unnamed = new MethodShape("Shop.pay", Object.class, false, List.of(int.class), null);
        assertThat(KeyTemplate.compile("order:{0}", unnamed, "key").render(this, new Object[] {42}, Map.of()))
                .isEqualTo("order:42");
    }

    @Test
    void thisIsTheObjectOfTheCall() {
        MethodShape method = new MethodShape("Shop.open", Shop.class, false, List.of(), List.of());
        assertThat(KeyTemplate.compile("shop:{this.region}", method, "key")
                        .render(new Shop("eu"), new Object[0], Map.of()))
                .isEqualTo("shop:eu");
    }

    @Test
    void variablesAreAskedByName() {
        KeyTemplate template = KeyTemplate.compile("{#tenant}/{#client-address}/{#tenant}", Shapes.method(), "key");
        assertThat(template.variableNames()).containsExactly("tenant", "client-address");
        assertThat(template.render(null, new Object[0], VARIABLES)).isEqualTo("acme/%3A%3A1/acme");
    }

    @Test
    void onlyTheVariablesOfTheTemplateAreAsked() {
        KeyTemplate template = KeyTemplate.compile("{#tenant}", Shapes.method(), "key");
        Map<String, Supplier<KeyVariable>> variables = Map.of("tenant", () -> () -> "acme", "other", () -> {
            throw new AssertionError("asked for");
        });
        assertThat(template.render(null, new Object[0], variables)).isEqualTo("acme");
    }

    @Test
    void aHashTakesThePlaceOfTheText() {
        // The first half of the SHA-256 of "abc", as published with the algorithm.
        assertThat(Shapes.render("key:{a|hash}", "abc")).isEqualTo("key:ba7816bf8f01cfea414140de5dae2223");
        assertThat(Shapes.render("key:{a|hash}", 7)).isEqualTo(Shapes.render("key:{a|hash}", "7"));
        assertThat(Shapes.render("{a|hash}", "ä")).isNotEqualTo(Shapes.render("{a|hash}", "%C3%A4"));
    }

    @Test
    void hashesOfBrokenTextsDiffer() {
        assertThat(List.of("?", "\uD800", "\uD801", "\uDC00", "\uDC00\uD800", "\uD800\uDC00", "\uD800?"))
                .extracting(text -> Shapes.render("{a|hash}", text))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a:b,a%3Ab",
                "50%,50%25",
                "{x},%7Bx%7D",
                "a\\b,a%5Cb",
                "\"'\",%22%27%22",
                "John Smith,John%20Smith",
                "a\tb\u0000\u007f\u0085,a%09b%00%7F%C2%85",
                "a\u00a0b\u2003\u3000c,a%C2%A0b%E2%80%83%E3%80%80c",
                "\u200bx\u202e\ufeff,%E2%80%8Bx%E2%80%AE%EF%BB%BF",
                "\ue000\ufffe\uDBFF\uDFFF,%EE%80%80%EF%BF%BE%F4%8F%BF%BF",
                "\uD800,%uD800",
                "x\uDC00\uD800y,x%uDC00%uD800y",
                "größe-日本😀e\u0301,größe-日本😀e\u0301",
                "a-_.@+/=`,a-_.@+/=`",
                "~!*$&;#()[]<>?^|,~!*$&;#()[]<>?^|"
            })
    void onlyWhatCouldBeMistakenIsEscaped(String value, String key) {
        assertThat(Shapes.render("{a}", value)).isEqualTo(key);
    }

    @Test
    void theCharacterBehindAnInnerPlaceholderIsEscapedInItsValue() {
        assertThat(Shapes.render("{a}-{b}-x", "1-2", "3-4")).isEqualTo("1%2D2-3-4-x");
        assertThat(Shapes.render("{a}-{b}", -1, -2)).isEqualTo("%2D1--2");
        assertThat(Shapes.render("{a}→{b}", "x→y-", "z→")).isEqualTo("x%E2%86%92y-→z→");
        assertThat(Shapes.render("{a}😀{b}", "x😀😁", "😀")).isEqualTo("x%F0%9F%98%80😁😀😀");
        assertThat(Shapes.render("{a}.{b}", "1.2", "3.4")).isEqualTo("1%2E2.3.4");
    }

    @Test
    void whereNoCharacterSeparatesATerminatorDoes() {
        assertThat(Shapes.render("{a}{b}", "1", "2")).isEqualTo("1%.2");
        assertThat(Shapes.render("{a}h{b}m", 12, 30)).isEqualTo("12%.h30m");
        assertThat(Shapes.render("{a}0{b}", 12, 30)).isEqualTo("12%.030");
        assertThat(Shapes.render("{a}%{b}", 12, 30)).isEqualTo("12%.%30");
        assertThat(Shapes.render("{a|hash}{b}", "abc", 1)).isEqualTo("ba7816bf8f01cfea414140de5dae2223%.1");
    }
}
