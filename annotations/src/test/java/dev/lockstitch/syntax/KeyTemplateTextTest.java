package dev.lockstitch.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.syntax.KeyPart.Literal;
import dev.lockstitch.syntax.KeyPart.Placeholder;
import dev.lockstitch.syntax.KeyPart.Root.Parameter;
import dev.lockstitch.syntax.KeyPart.Root.Position;
import dev.lockstitch.syntax.KeyPart.Root.This;
import dev.lockstitch.syntax.KeyPart.Root.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTemplateTextTest {

    @Test
    void textWithoutBracesIsOneLiteral() {
        assertThat(KeyTemplateText.parse("report:daily 😀")).containsExactly(new Literal("report:daily 😀"));
    }

    @Test
    void aNameIsAParameter() {
        assertThat(KeyTemplateText.parse("order:{orderId}!"))
                .containsExactly(
                        new Literal("order:"),
                        new Placeholder(new Parameter("orderId"), List.of(), false, "{orderId}"),
                        new Literal("!"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 10, 99, 100, 199, 249, 254})
    void aNumberIsAPosition(int index) {
        assertThat(KeyTemplateText.parse("{" + index + "}"))
                .containsExactly(new Placeholder(new Position(index), List.of(), false, "{" + index + "}"));
    }

    @Test
    void dotsMakeAPath() {
        assertThat(KeyTemplateText.parse("{order.customer.id}{0.id}"))
                .containsExactly(
                        new Placeholder(
                                new Parameter("order"), List.of("customer", "id"), false, "{order.customer.id}"),
                        new Placeholder(new Position(0), List.of("id"), false, "{0.id}"));
    }

    @Test
    void thisHasAPath() {
        assertThat(KeyTemplateText.parse("{this.region}"))
                .containsExactly(new Placeholder(new This(), List.of("region"), false, "{this.region}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "client-address", "api_key.v2", "9", "-", "größe"})
    void aHashSignMakesAVariableWithoutAPath(String name) {
        assertThat(KeyTemplateText.parse("{#" + name + "}"))
                .containsExactly(new Placeholder(new Variable(name), List.of(), false, "{#" + name + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{key|hash}", "{0.a.b|hash}", "{this.key|hash}", "{#key|hash}"})
    void theFilterIsKnown(String template) {
        assertThat(KeyTemplateText.parse(template)).singleElement().satisfies(part -> {
            assertThat(((Placeholder) part).hash()).isTrue();
            assertThat(((Placeholder) part).source()).isEqualTo(template);
        });
    }

    @Test
    void doubledBracesAreLiteral() {
        assertThat(KeyTemplateText.parse("a{{b}}c}}{{")).containsExactly(new Literal("a{b}c}{"));
        assertThat(KeyTemplateText.parse("{{{a}}}"))
                .containsExactly(
                        new Literal("{"),
                        new Placeholder(new Parameter("a"), List.of(), false, "{a}"),
                        new Literal("}"));
        assertThat(KeyTemplateText.parse("{{")).containsExactly(new Literal("{"));
    }

    @Test
    void namesMayBeAnythingJavaAllows() {
        assertThat(KeyTemplateText.parse("{_a$1.größe.\uD835\uDC00}"))
                .containsExactly(new Placeholder(
                        new Parameter("_a$1"), List.of("größe", "\uD835\uDC00"), false, "{_a$1.größe.\uD835\uDC00}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "'' → it is empty; name what the calls share, as in order:{orderId}",
                "' \u2003' → it has nothing but blanks; name what the calls share, as in order:{orderId}",
                "a{b → \"{\" at character 2 is not closed; close the placeholder with \"}\","
                        + " or write \"{{\" for a literal brace",
                "a{b{c} → \"{\" at character 2 is not closed; close the placeholder with \"}\","
                        + " or write \"{{\" for a literal brace",
                "{{a} → \"}\" at character 4 closes no placeholder; open one with \"{\","
                        + " or write \"}}\" for a literal brace",
                "{a}} → \"}\" at character 4 closes no placeholder; open one with \"{\","
                        + " or write \"}}\" for a literal brace",
                "a:{} → {} at character 3 is empty; name a parameter {orderId}, a position {0},"
                        + " a property {this.region} or a variable {#tenant}",
                "{  } → {  } at character 1 is empty; name a parameter {orderId}, a position {0},"
                        + " a property {this.region} or a variable {#tenant}",
                "{|hash} → {|hash} at character 1 is empty; name a parameter {orderId}, a position {0},"
                        + " a property {this.region} or a variable {#tenant}",
                "{ a} → { a} at character 1 has a blank; write it without",
                "{a\u00a0} → {a\u00a0} at character 1 has a blank; write it without",
                "{a|foo} → {a|foo} at character 1 has the unknown filter \"|foo\"; the only one is |hash",
                "{a|} → {a|} at character 1 has the unknown filter \"|\"; the only one is |hash",
                "{a|hash|hash} → {a|hash|hash} at character 1 has the unknown filter \"|hash|hash\";"
                        + " the only one is |hash",
                "{a-b} → {a-b} at character 1 has \"a-b\", which is no Java name; name a parameter {orderId},"
                        + " a position {0}, a property {this.region} or a variable {#tenant}",
                "{a.1} → {a.1} at character 1 has \"1\", which is no Java name; name a parameter {orderId},"
                        + " a position {0}, a property {this.region} or a variable {#tenant}",
                "{1a} → {1a} at character 1 has \"1a\", which is no Java name; name a parameter {orderId},"
                        + " a position {0}, a property {this.region} or a variable {#tenant}",
                "{a..b} → {a..b} at character 1 has a dot without a name beside it;"
                        + " write it like {order.customer.id}",
                "{a.} → {a.} at character 1 has a dot without a name beside it;" + " write it like {order.customer.id}",
                "{.a} → {.a} at character 1 has a dot without a name beside it;" + " write it like {order.customer.id}",
                "{01} → {01} at character 1 has no parameter position; count from {0}, without leading zeros,"
                        + " to {254} at most",
                "{255} → {255} at character 1 has no parameter position; count from {0}, without leading zeros,"
                        + " to {254} at most",
                "{99999999999} → {99999999999} at character 1 has no parameter position; count from {0},"
                        + " without leading zeros, to {254} at most",
                "x{this} → {this} at character 2 is the whole object; name a property of it, as in {this.region}",
                "{this|hash} → {this|hash} at character 1 is the whole object; name a property of it,"
                        + " as in {this.region}",
                "{#} → {#} at character 1 has no variable name that can be bound; use letters, digits,"
                        + " \"_\", \"-\" and \".\"",
                "{#a/b} → {#a/b} at character 1 has no variable name that can be bound; use letters, digits,"
                        + " \"_\", \"-\" and \".\"",
            })
    void aWrongTemplateIsRefusedWithThePlaceAndTheRemedy(String template, String what) {
        assertThatThrownBy(() -> KeyTemplateText.parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + template + "\": " + what);
    }

    @Test
    void anInvisibleCharacterIsNoPartOfAName() {
        assertThatThrownBy(() -> KeyTemplateText.parse("{a\u0000b}")).hasMessageContaining("which is no Java name");
        assertThatThrownBy(() -> KeyTemplateText.parse("{a\u200bb}")).hasMessageContaining("which is no Java name");
    }
}
