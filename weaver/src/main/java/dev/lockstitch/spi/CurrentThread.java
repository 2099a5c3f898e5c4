package dev.lockstitch.spi;

import java.time.Duration;

/** What may be done to the thread that is running. */
final class CurrentThread {

    /** Long enough for an answer of a healthy Redis, and no longer than a caller can bear who asked not to be blocked. */
    private static final Duration LINGER = Duration.ofMillis(20);

    /** By name: neither library has to be there, and Netty comes in copies under other packages. */
    private static final ClassValue<Boolean> MUST_NOT_BLOCK = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isMarked(type);
        }
    };

    private CurrentThread() {}

    /** Whether the thread serves an event loop of Netty's or a scheduler of Reactor's, and others through it. */
    static boolean mustNotBlock() {
        return MUST_NOT_BLOCK.get(Thread.currentThread().getClass());
    }

    /** How long the thread may wait for the first answer. */
    static Duration linger() {
        return mustNotBlock() ? Duration.ZERO : LINGER;
    }

    private static boolean isMarked(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getName().endsWith("netty.util.concurrent.FastThreadLocalThread")) {
                return true;
            }
            for (Class<?> mark : each.getInterfaces()) {
                if (mark.getName().equals("reactor.core.scheduler.NonBlocking")) {
                    return true;
                }
            }
        }
        return false;
    }
}
