package dev.lockstitch.benchmarks;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** The floor: a fair lock of the JDK per key, in this JVM alone. */
final class FairReentrantAlternative implements Alternative {

    private final ConcurrentMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    @Override
    public boolean under(String key, Runnable body) {
        ReentrantLock lock = locks.computeIfAbsent(key, unused -> new ReentrantLock(true));
        lock.lock();
        try {
            body.run();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
