package dev.lockstitch.guice;

import java.util.List;
import java.util.Set;

/** The threads that came after a moment. */
final class Threads {

    private final Set<Thread> before = running();

    private static Set<Thread> running() {
        return Thread.getAllStackTraces().keySet();
    }

    /** Those that keep the JVM alive, but for the one that looks at them. */
    List<String> newOnesThatKeepTheJvmAlive() {
        return running().stream()
                .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                .map(Thread::getName)
                .filter(name -> !name.startsWith("awaitility"))
                .toList();
    }

    /** Those of Redisson and of the library. */
    List<String> newOnesOfOurs() {
        return running().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("redisson") || name.startsWith("lockstitch"))
                .toList();
    }
}
