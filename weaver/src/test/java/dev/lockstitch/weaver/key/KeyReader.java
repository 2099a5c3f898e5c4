package dev.lockstitch.weaver.key;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads the values back from a key, by nothing but the rules in the Javadoc of {@link KeyTemplate}. */
final class KeyReader {

    private final String key;
    private int at;

    private KeyReader(String key) {
        this.key = key;
    }

    /** The values of the key whose template is a literal, a placeholder, a literal, and so on. */
    static List<String> values(List<String> literals, String key) {
        int tail = literals.get(literals.size() - 1).length();
        KeyReader reader = new KeyReader(key.substring(literals.get(0).length(), key.length() - tail));
        List<String> values = new ArrayList<>();
        for (String literal : literals.subList(1, literals.size() - 1)) {
            values.add(reader.valueBefore(literal));
        }
        values.add(decoded(reader.key.substring(reader.at)));
        return values;
    }

    private String valueBefore(String literal) {
        String first = literal.isEmpty() ? "" : Character.toString(literal.codePointAt(0));
        boolean terminated = first.isEmpty() || first.matches("[0-9A-Za-z%]") || first.matches("\\p{Cs}");
        String end = terminated ? "%." : first;
        int start = at;
        int stop = key.indexOf(end, start);
        at = stop + (terminated ? end.length() : 0) + literal.length();
        return decoded(key.substring(start, stop));
    }

    private static String decoded(String text) {
        StringBuilder value = new StringBuilder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) != '%' || text.charAt(i + 1) == 'u') {
                value.append(bytes.toString(StandardCharsets.UTF_8));
                bytes.reset();
            }
            if (text.charAt(i) != '%') {
                value.append(text.charAt(i++));
            } else if (text.charAt(i + 1) == 'u') {
                value.append((char) HexFormat.fromHexDigits(text, i + 2, i + 6));
                i += 6;
            } else {
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 3;
            }
        }
        return value.append(bytes.toString(StandardCharsets.UTF_8)).toString();
    }
}
