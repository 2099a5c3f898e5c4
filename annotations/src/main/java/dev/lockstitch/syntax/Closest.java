package dev.lockstitch.syntax;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody who mistyped a name probably meant. */
public final class Closest {

    private Closest() {}

    /**
     * A clause for the end of a message.
     *
     * @param wrong the name as written
     * @param known the names that exist
     * @return a question that names the closest, or the empty text when nothing is close
     */
    public static String hint(String wrong, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(wrong, name) <= Math.max(1, wrong.length() / 3))
                .min(Comparator.<String>comparingInt(name -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse("");
    }

    /** Levenshtein's, with differences of case for free. */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = above[j - 1] + (same(one.charAt(i - 1), other.charAt(j - 1)) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }

    private static boolean same(char one, char other) {
        return Character.toLowerCase(one) == Character.toLowerCase(other);
    }
}
