package dev.lockstitch.checks;

import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a Markdown page.
 *
 * @param heading the second-level heading it stands under, without its marks
 * @param language what stands behind the opening fence
 * @param firstLine the number of its first line, counted from 1
 * @param lines the lines between the fences
 */
record Snippet(String heading, String language, int firstLine, List<String> lines) {

    private static final String FENCE = "```";

    static List<Snippet> of(List<String> page) {
        List<Snippet> snippets = new ArrayList<>();
        String heading = "";
        for (int i = 0; i < page.size(); i++) {
            String line = page.get(i);
            if (line.startsWith("## ")) {
                heading = line.substring(3).strip();
            } else if (line.strip().startsWith(FENCE)) {
                int end = closing(page, i + 1);
                snippets.add(new Snippet(heading, line.strip().substring(3), i + 2, page.subList(i + 1, end)));
                i = end;
            }
        }
        return snippets;
    }

    private static int closing(List<String> page, int from) {
        for (int i = from; i < page.size(); i++) {
            if (page.get(i).strip().equals(FENCE)) {
                return i;
            }
        }
        throw new IllegalArgumentException("The block that starts before line " + (from + 1) + " is never closed");
    }

    /** Whether these lines stand in the file one after the other, indented as a whole or not. */
    boolean occursIn(List<String> file) {
        List<String> wanted = unindented(lines);
        for (int i = 0; i + wanted.size() <= file.size(); i++) {
            if (unindented(file.subList(i, i + wanted.size())).equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> unindented(List<String> lines) {
        int common = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return lines.stream()
                .map(line -> line.isBlank() ? "" : line.substring(common).stripTrailing())
                .toList();
    }
}
