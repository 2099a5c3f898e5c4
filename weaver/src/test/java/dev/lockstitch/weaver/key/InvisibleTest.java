package dev.lockstitch.weaver.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InvisibleTest {

    private static final Set<Integer> CATEGORIES = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.PRIVATE_USE,
            (int) Character.SPACE_SEPARATOR,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR);

    @Test
    void everyBlankControlAndFormatCharacterIsInvisible() {
        assertThat(codePoints().filter(c -> CATEGORIES.contains(Character.getType(c))))
                .isNotEmpty()
                .allMatch(Invisible::contains);
    }

    @Test
    void lettersDigitsAndPunctuationAreVisible() {
        // Blank although they count as letters: the fillers of Hangul.
        Set<Integer> fillers = Set.of(0x115f, 0x1160, 0x3164, 0xffa0);
        assertThat(codePoints().filter(c -> Character.isLetterOrDigit(c) && !fillers.contains(c)))
                .isNotEmpty()
                .noneMatch(Invisible::contains);
        assertThat("-_.@+/=,~!*$&;#()[]<>?^|".codePoints()).noneMatch(Invisible::contains);
    }

    private static IntStream codePoints() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT);
    }
}
