package dev.lockstitch.syntax;

/** Texts that come from a call, as they may stand in a log line, a message or a {@code toString()}. */
public final class ShownText {

    private static final int LONGEST = 80;

    private ShownText() {}

    /**
     * Makes a text fit to be shown.
     *
     * @param raw the text
     * @return at most 80 characters of it in quotes, everything but printable ASCII escaped, and its length if cut
     */
    public static String of(String raw) {
        StringBuilder text = new StringBuilder(LONGEST + 16).append('"');
        int end = Math.min(raw.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            append(text, raw.charAt(i));
        }
        text.append('"');
        if (end < raw.length()) {
            text.append("… (").append(raw.length()).append(" characters)");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, char c) {
        if (c == '"' || c == '\\') {
            text.append('\\').append(c);
        } else if (c >= ' ' && c < 0x7f) {
            text.append(c);
        } else {
            text.append(String.format("\\u%04x", (int) c));
        }
    }
}
