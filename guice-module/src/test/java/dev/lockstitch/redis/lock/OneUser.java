package dev.lockstitch.redis.lock;

/** What {@link Users} must look like from outside: a lock that one has. */
public class OneUser {

    private static final int NOBODY = -1;

    private int holder = NOBODY;

    public boolean take(int me) {
        if (holder != NOBODY) {
            return false;
        }
        holder = me;
        return true;
    }

    public boolean give(int me) {
        if (holder != me) {
            return false;
        }
        holder = NOBODY;
        return true;
    }
}
