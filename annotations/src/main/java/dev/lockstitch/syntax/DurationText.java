package dev.lockstitch.syntax;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The durations of the annotations: {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 1d} or ISO-8601. */
public final class DurationText {

    /** The longest duration that any attribute takes. */
    public static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern SHORT = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
    private static final String FORMS = "write it like 500ms, 2s, 5m, 1h, 1d or PT2S";

    private DurationText() {}

    /**
     * Reads a duration.
     *
     * @param text the text, without surrounding blanks
     * @return the duration, from zero to {@link #LONGEST}
     * @throws IllegalArgumentException that says what is wrong with the text and how to write it
     */
    public static Duration parse(String text) {
        Duration duration = read(text);
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw outOfBounds(text, null);
        }
        return duration;
    }

    private static IllegalArgumentException outOfBounds(String text, @Nullable Exception cause) {
        return new IllegalArgumentException("\"" + text + "\" is not within 0s to 365d", cause);
    }

    private static Duration read(String text) {
        try {
            Matcher matcher = SHORT.matcher(text);
            if (matcher.matches()) {
                return of(Long.parseLong(matcher.group(1)), matcher.group(2));
            }
            if (text.toUpperCase(Locale.ROOT).startsWith("P") || text.startsWith("-P")) {
                return Duration.parse(text);
            }
        } catch (DateTimeParseException e) {
            // With a cause, a number in it is too large.
            throw e.getCause() != null
                    ? outOfBounds(text, e)
                    : new IllegalArgumentException("\"" + text + "\" is not a duration; " + FORMS, e);
        } catch (ArithmeticException | NumberFormatException e) {
            throw outOfBounds(text, e);
        }
        String what = text.matches("[0-9]+") ? " has no unit; " : " is not a duration; ";
        throw new IllegalArgumentException("\"" + text + "\"" + what + FORMS);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
