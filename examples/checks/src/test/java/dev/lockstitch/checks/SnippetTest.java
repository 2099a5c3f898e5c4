package dev.lockstitch.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SnippetTest {

    private static final Snippet TWO_LINES = new Snippet("Use", "java", 1, List.of("a {", "  b"));

    @Test
    void blocksAreReadWithTheirHeadingLanguageAndLine() {
        List<String> page = List.of("# T", "## Use it", "", "```java", "a", "b", "```", "text", "```", "c", "```");

        assertThat(Snippet.of(page))
                .containsExactly(
                        new Snippet("Use it", "java", 5, List.of("a", "b")),
                        new Snippet("Use it", "", 10, List.of("c")));
    }

    @Test
    void aBlockThatIsNeverClosedIsRefused() {
        assertThatThrownBy(() -> Snippet.of(List.of("```java", "a"))).hasMessageContaining("never closed");
    }

    @Test
    void linesThatAreIndentedAsAWholeAreFound() {
        assertThat(TWO_LINES.occursIn(List.of("x", "    a {", "      b", "    }")))
                .isTrue();
    }

    @Test
    void aLineThatIsMissingChangedMovedOrIndentedOtherwiseIsNoticed() {
        assertThat(TWO_LINES.occursIn(List.of("a {", "c", "  b"))).isFalse();
        assertThat(TWO_LINES.occursIn(List.of("a {", "  B"))).isFalse();
        assertThat(TWO_LINES.occursIn(List.of("  b", "a {"))).isFalse();
        assertThat(TWO_LINES.occursIn(List.of("a {", "b"))).isFalse();
        assertThat(TWO_LINES.occursIn(List.of("a {"))).isFalse();
    }
}
