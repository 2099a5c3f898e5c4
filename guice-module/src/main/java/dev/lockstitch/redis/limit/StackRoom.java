package dev.lockstitch.redis.limit;

/** Room on the stack of the caller, looked for before something is begun that must not be left half done. */
final class StackRoom {

    /** Compiled ones, which are small: more than it takes to fail in order, at no cost that counts beside a request. */
    private static final int FRAMES = 250;

    private StackRoom() {}

    /**
     * Throws now what would be thrown later.
     *
     * @throws StackOverflowError when there is no room
     */
    static void require() {
        if (down(FRAMES) != FRAMES) {
            throw new AssertionError("What went down did not come up");
        }
    }

    private static int down(int frames) {
        return frames == 0 ? 0 : 1 + down(frames - 1);
    }
}
