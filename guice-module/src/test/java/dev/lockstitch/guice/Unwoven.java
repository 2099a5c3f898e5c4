package dev.lockstitch.guice;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.RateLimited;

/** Annotated and not woven: nothing weaves the tests of this module. */
class Unwoven {

    @DistributedLock(key = "order:{id}")
    void pay(String id) {}

    static class Limited {
        @RateLimited(key = "sms", permits = 5)
        void sendCode() {}
    }

    static class WithVariable {
        @DistributedLock(key = "order:{#tenant}:{id}")
        void pay(String id) {}
    }

    static class Plain {}
}
