package dev.lockstitch.weaver.key;

import java.nio.charset.StandardCharsets;

/**
 * Writes a value's text so that it can be told from what follows it.
 *
 * <p>Why two different lists of values never give the same key: the escapes are {@code %XX} (a byte of UTF-8) and
 * {@code %uXXXX} (half of a surrogate pair), and a bare {@code %} is never written, so a text can be read back. Where it
 * ends is known as well: before a literal whose first character is a {@linkplain #delimits delimiter}, that character is
 * escaped in the value too and hence is the end; before anything else {@link #TERMINATOR} is, which no escape begins
 * with. The last value ends where the text behind it, always the same, begins.
 */
final class Escape {

    static final int NO_DELIMITER = -1;
    static final String TERMINATOR = "%.";

    private static final String HEX = "0123456789ABCDEF";
    private static final boolean[] ESCAPED_ASCII = new boolean[0x80];

    static {
        for (int c = 0; c < ESCAPED_ASCII.length; c++) {
            ESCAPED_ASCII[c] = Invisible.contains(c) || "%:{}\\\"'".indexOf(c) >= 0;
        }
    }

    private Escape() {}

    /** Whether a value can end before this character: no escape has it, and it can be escaped. */
    static boolean delimits(int codePoint) {
        return codePoint < 0x80 ? codePoint != '%' && !isAsciiLetterOrDigit(codePoint) : !isSurrogate(codePoint);
    }

    /** The text itself where nothing in it needs escaping. */
    static String escaped(String text, int delimiter) {
        int plain = 0;
        while (plain < text.length() && staysAscii(text.charAt(plain), delimiter)) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, plain);
        appendEscaped(escaped, text, plain, delimiter);
        return escaped.toString();
    }

    private static void appendEscaped(StringBuilder key, String text, int from, int delimiter) {
        int next;
        for (int i = from; i < text.length(); i = next) {
            int codePoint = text.codePointAt(i);
            next = i + Character.charCount(codePoint);
            append(key, codePoint, delimiter);
        }
    }

    private static void append(StringBuilder key, int codePoint, int delimiter) {
        if (isSurrogate(codePoint)) {
            appendByte(key.append("%u"), codePoint >> 8);
            appendByte(key, codePoint);
        } else if (codePoint < 0x80 ? staysAscii((char) codePoint, delimiter) : stays(codePoint, delimiter)) {
            key.appendCodePoint(codePoint);
        } else {
            for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                appendByte(key.append('%'), b);
            }
        }
    }

    private static void appendByte(StringBuilder key, int b) {
        key.append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
    }

    private static boolean staysAscii(char c, int delimiter) {
        return c < 0x80 && !ESCAPED_ASCII[c] && c != delimiter;
    }

    private static boolean stays(int codePoint, int delimiter) {
        return codePoint != delimiter && !Invisible.contains(codePoint);
    }

    private static boolean isAsciiLetterOrDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
