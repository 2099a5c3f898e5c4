package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.syntax.Bounds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Several locks as one: held while all are. Its fencing token is the largest of theirs, and Redis is told so. */
final class SeveralLock implements HeldLock {

    private final RedisLocks locks;
    private final LockRequest request;
    private final List<HeldLock> parts;
    private final long acquiredNanos = System.nanoTime();
    private final AtomicBoolean closed = new AtomicBoolean();

    SeveralLock(RedisLocks locks, LockRequest request, List<HeldLock> parts) {
        this.locks = locks;
        this.request = request;
        this.parts = parts;
        if (parts.stream().noneMatch(Several::isLocal)) {
            long fence = fencingToken();
            parts.forEach(part -> tell(part, fence));
        }
    }

    private static void tell(HeldLock part, long fence) {
        if (part instanceof ReenteredLock nested) {
            tell(nested.outer(), fence);
        } else if (part instanceof RedisHeldLock held && held.fencingToken() < fence) {
            held.hold().useFence(fence);
        }
    }

    List<HeldLock> parts() {
        return parts;
    }

    @Override
    public String key() {
        return request.key();
    }

    @Override
    public List<String> keys() {
        return request.keys();
    }

    @Override
    public long fencingToken() {
        return parts.stream().mapToLong(HeldLock::fencingToken).max().orElseThrow();
    }

    @Override
    public boolean isHeld() {
        return !closed.get() && parts.stream().allMatch(HeldLock::isHeld);
    }

    @Override
    public void assertHeld() {
        parts.forEach(HeldLock::assertHeld);
    }

    @Override
    public Duration remaining() {
        return parts.stream().map(HeldLock::remaining).min(Duration::compareTo).orElseThrow();
    }

    @Override
    public void onLost(Runnable action) {
        AtomicBoolean run = new AtomicBoolean();
        parts.forEach(part -> part.onLost(() -> {
            if (run.compareAndSet(false, true)) {
                action.run();
            }
        }));
    }

    @Override
    public String token() {
        return Tokens.joined(parts.stream().map(HeldLock::token).toList());
    }

    @Override
    public boolean extend(Duration by) {
        Bounds.extension(by);
        boolean all = true;
        for (HeldLock part : parts) {
            all &= part.extend(by);
        }
        return all;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            for (int i = parts.size() - 1; i >= 0; i--) {
                parts.get(i).close();
            }
            locks.events().released(request, System.nanoTime() - acquiredNanos);
        }
    }

    @Override
    public String toString() {
        return "HeldLock[" + parts + "]";
    }
}
