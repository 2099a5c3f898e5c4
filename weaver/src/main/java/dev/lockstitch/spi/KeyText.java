package dev.lockstitch.spi;

import java.util.List;
import java.util.stream.Collectors;

/** Keys as they may stand in a log line or message: escaped, quoted and shortened. */
public final class KeyText {

    private static final int LONGEST = 80;

    private KeyText() {}

    /**
     * Makes a key fit to be shown.
     *
     * @param key the key, as rendered
     * @return at most 80 characters of it in quotes, everything but printable ASCII escaped, and its length if cut
     */
    public static String shown(String key) {
        StringBuilder text = new StringBuilder(LONGEST + 16).append('"');
        int end = Math.min(key.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            append(text, key.charAt(i));
        }
        text.append('"');
        if (end < key.length()) {
            text.append("… (").append(key.length()).append(" characters)");
        }
        return text.toString();
    }

    /**
     * Makes the keys of one lock fit to be shown.
     *
     * @param keys the keys, as rendered
     * @return each as {@link #shown(String)} makes it
     */
    public static String shown(List<String> keys) {
        return keys.stream().map(KeyText::shown).collect(Collectors.joining(", "));
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
