package dev.lockstitch.spi;

import dev.lockstitch.syntax.ShownText;
import java.util.List;
import java.util.stream.Collectors;

/** Keys as they may stand in a log line or message: escaped, quoted and shortened. */
public final class KeyText {

    private static final String REMEDY =
            "; calls that lack it must not share one: name what they share, such as order:42";

    private KeyText() {}

    /**
     * Makes a key fit to be shown.
     *
     * @param key the key, as rendered
     * @return at most 80 characters of it in quotes, everything but printable ASCII escaped, and its length if cut
     */
    public static String shown(String key) {
        return ShownText.of(key);
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

    /**
     * Refuses what would be one key for all calls that lack one.
     *
     * @param what a lock or a limit, for the message
     * @param key the key, given in code
     */
    static void require(String what, String key) {
        if (key == null) {
            throw new NullPointerException("The key of a " + what + " is null" + REMEDY);
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException("The key of a " + what + " is empty" + REMEDY);
        }
    }
}
