package dev.lockstitch.weaver.key;

import java.util.Arrays;

/**
 * Characters that cannot be seen: blanks, control and format characters, private use, no characters.
 *
 * <p>A list of its own, as the JDK's tables grow with each version: two servers on different JDKs must not give the same
 * call different keys. Code points that are not assigned yet therefore count as visible.
 */
final class Invisible {

    // First of a range, then the first behind it, and so on; ascending.
    private static final int[] BOUNDS = {
        0x0000, 0x0021, 0x007f, 0x00a1, 0x00ad, 0x00ae, 0x0600, 0x0606, 0x061c, 0x061d, 0x06dd, 0x06de, 0x070f, 0x0710,
        0x0890, 0x0892, 0x08e2, 0x08e3, 0x115f, 0x1161, 0x1680, 0x1681, 0x180e, 0x180f, 0x2000, 0x2010, 0x2028, 0x2030,
        0x205f, 0x2070, 0x2800, 0x2801, 0x3000, 0x3001, 0x3164, 0x3165, 0xe000, 0xf900, 0xfdd0, 0xfdf0, 0xfeff, 0xff00,
        0xffa0, 0xffa1, 0xfff9, 0xfffc, 0xfffe, 0x10000, 0x110bd, 0x110be, 0x110cd, 0x110ce, 0x13430, 0x13440, 0x1bca0,
        0x1bca4, 0x1d173, 0x1d17b, 0xe0000, 0xe1000, 0xf0000, 0x110000
    };

    private Invisible() {}

    static boolean contains(int codePoint) {
        int found = Arrays.binarySearch(BOUNDS, codePoint);
        int passed = found >= 0 ? found + 1 : -found - 1;
        return passed % 2 == 1 || (codePoint & 0xfffe) == 0xfffe;
    }
}
