package dev.lockstitch.syntax;

import dev.lockstitch.syntax.KeyPart.Literal;
import dev.lockstitch.syntax.KeyPart.Placeholder;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How the cost of a call is written: a whole number, or a template that can yield one. Such a template has one
 * placeholder, without {@code |hash}, and nothing but digits beside it.
 */
public final class CostText {

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private CostText() {}

    /**
     * Reads a cost.
     *
     * @param text the text, not empty
     * @return the number; empty when it depends on the call
     * @throws IllegalArgumentException with the text in quotes, what is wrong with it and how to write it
     */
    public static OptionalLong parse(String text) {
        if (DIGITS.matcher(text).matches()) {
            return OptionalLong.of(number(text));
        }
        if (text.isBlank()) {
            throw never(text);
        }
        int placeholders = 0;
        for (KeyPart part : KeyTemplateText.parse(text)) {
            if (part instanceof Placeholder placeholder && !placeholder.hash()) {
                placeholders++;
            } else if (!(part instanceof Literal literal
                    && DIGITS.matcher(literal.text()).matches())) {
                throw never(text);
            }
        }
        if (placeholders != 1) {
            throw never(text);
        }
        return OptionalLong.empty();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw never(text);
        }
    }

    private static IllegalArgumentException never(String text) {
        return new IllegalArgumentException("\"" + text + "\": it never gives a whole number from 0 to "
                + Long.MAX_VALUE + "; write a number, or one placeholder like {batch.size}");
    }
}
