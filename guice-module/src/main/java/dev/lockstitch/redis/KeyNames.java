package dev.lockstitch.redis;

import dev.lockstitch.spi.KeyText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names of keys in Redis: {@code <prefix>:<kind>:{<key>}<suffix>}. All that belongs to one key has one hash tag, hence
 * one slot of a cluster. No two keys get one name.
 *
 * @param prefix what all of the library's keys begin with
 */
public record KeyNames(String prefix) {

    /** Longer keys are hashed: names are held in memory by Redis, once per key and kind. */
    private static final int LONGEST = 200;

    private static final int SHOWN_OF_HASHED = 40;

    /**
     * Checks the prefix.
     *
     * @param prefix what all of the library's keys begin with
     * @throws IllegalArgumentException when it is empty, longer than 64 characters or has a brace
     */
    public KeyNames {
        checkPrefix(prefix);
    }

    static void checkPrefix(String prefix) {
        if (!prefix.matches("[\\x21-\\x7e&&[^{}]]{1,64}")) {
            throw new IllegalArgumentException("keyPrefix = " + KeyText.shown(prefix)
                    + " is not 1 to 64 printable ASCII characters without blanks and braces;"
                    + " give it such a one, like the application's name");
        }
    }

    /**
     * The name of a channel.
     *
     * @param kind what is told there
     * @param node who listens
     * @return the name
     */
    public String channel(String kind, String node) {
        return prefix + ':' + kind + ':' + node;
    }

    /**
     * The name of a key.
     *
     * @param kind what is kept there, such as {@code lock}
     * @param key the rendered key
     * @return the name
     */
    public String of(String kind, String key) {
        return prefix + ':' + kind + ":{" + tag(key) + '}';
    }

    /**
     * The names of several keys of the same rendered key, all in one slot.
     *
     * @param kinds what is kept there
     * @param key the rendered key
     * @return the names in the order of the kinds, unmodifiable
     */
    public List<String> of(List<String> kinds, String key) {
        String end = ":{" + tag(key) + '}';
        String[] names = new String[kinds.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = prefix + ':' + kinds.get(i) + end;
        }
        return List.of(names);
    }

    /**
     * The name of a key that stands beside others of the same rendered key.
     *
     * @param kind what is kept there
     * @param key the rendered key
     * @param suffix what sets it apart
     * @return the name
     */
    public String of(String kind, String key, String suffix) {
        return of(kind, key) + ':' + tag(suffix);
    }

    private static String tag(String key) {
        String escaped = escaped(key);
        if (escaped.length() <= LONGEST) {
            return escaped;
        }
        // "\#" is no escape of ours, so that no short key can look like a hashed one. Cut before escaping: half an
        // escape would swallow the mark. A key so long has so many characters, for an escape has six at most.
        int cut = Math.min(key.length(), SHOWN_OF_HASHED);
        return escaped(key.substring(0, cut)) + "\\#" + sha256(escaped);
    }

    /** A brace would end the hash tag early, and a lone surrogate has no UTF-8: each gets an escape of its own. */
    private static String escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == '{' || c == '}' || Character.isSurrogate(c)) {
                return rewritten(text);
            }
        }
        return text;
    }

    private static String rewritten(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '{' -> out.append("\\<");
                case '}' -> out.append("\\>");
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else if (Character.isSurrogate(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }
}
