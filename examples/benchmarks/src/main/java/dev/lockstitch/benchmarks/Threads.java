package dev.lockstitch.benchmarks;

import java.lang.reflect.Method;

/** Starts threads, virtual ones too where the running JDK has them. */
final class Threads {

    private Threads() {}

    static Thread start(boolean virtual, String name, Runnable action) {
        return virtual ? startVirtual(action) : startDaemon(name, action);
    }

    static Thread startDaemon(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** By reflection: the sources are compiled for Java 17. */
    private static Thread startVirtual(Runnable action) {
        try {
            Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
            return (Thread) start.invoke(null, action);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no virtual threads: " + Runtime.version(), e);
        }
    }
}
