package dev.lockstitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LockScopeTest {

    private final HeldLock outer = new NamedLock("outer");
    private final HeldLock inner = new NamedLock("inner");

    @AfterEach
    void nothingIsLeftOnTheThread() {
        assertThat(LockScope.endLingering()).isEmpty();
        assertThat(HeldLock.current()).isEmpty();
    }

    @Test
    void withoutAScopeNoLockIsCurrent() {
        assertThat(HeldLock.current()).isEmpty();
        assertThat(LockScope.find(lock -> true)).isEmpty();
    }

    @Test
    void theInnermostLockIsCurrentAndTheOuterOneComesBack() {
        try (LockScope first = LockScope.open(outer)) {
            assertThat(HeldLock.current()).containsSame(outer);
            try (LockScope second = LockScope.open(inner)) {
                assertThat(HeldLock.current()).containsSame(inner);
            }
            assertThat(HeldLock.current()).containsSame(outer);
        }
    }

    @Test
    void theSameLockMayBeOpenedTwice() {
        try (LockScope first = LockScope.open(outer)) {
            LockScope.open(outer).close();
            assertThat(HeldLock.current()).containsSame(outer);
        }
    }

    @Test
    void outerLocksAreFoundTheInnermostFirst() {
        try (LockScope first = LockScope.open(outer);
                LockScope second = LockScope.open(inner)) {
            assertThat(LockScope.find(lock -> true)).containsSame(inner);
            assertThat(LockScope.find(lock -> lock.key().equals("outer"))).containsSame(outer);
            assertThat(LockScope.find(lock -> lock.key().equals("other"))).isEmpty();
        }
    }

    @Test
    void scopesMayNestAsDeepAsTheyLike() {
        List<HeldLock> locks = IntStream.range(0, 100)
                .<HeldLock>mapToObj(i -> new NamedLock("lock" + i))
                .toList();
        locks.forEach(LockScope::open);
        for (int i = locks.size() - 1; i >= 0; i--) {
            assertThat(HeldLock.current()).containsSame(locks.get(i));
            assertThat(LockScope.find(lock -> lock.key().equals("lock0"))).containsSame(locks.get(0));
            closeInnermost();
        }
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static void closeInnermost() {
        LockScope innermost = LockScope.open(new NamedLock("last"));
        innermost.close();
        innermost.close();
    }

    @Test
    void aHoldThatOutlastsItsScopeIsCurrentButNotEnteredAgain() {
        try (LockScope first = LockScope.open(outer);
                LockScope second = LockScope.openAsync(inner)) {
            assertThat(HeldLock.current()).containsSame(inner);
            assertThat(LockScope.find(lock -> true)).containsSame(outer);
        }
    }

    @Test
    void anotherThreadHasItsOwnScopes() {
        try (LockScope scope = LockScope.open(outer)) {
            Optional<HeldLock> elsewhere =
                    CompletableFuture.supplyAsync(HeldLock::current).join();
            assertThat(elsewhere).isEmpty();
        }
    }

    @Test
    void aLockThatLingersIsFoundButNotCurrent() {
        LockScope.linger(outer);

        assertThat(LockScope.find(lock -> true)).containsSame(outer);
        assertThat(HeldLock.current()).isEmpty();
        assertThat(CompletableFuture.supplyAsync(() -> LockScope.find(lock -> true))
                        .join())
                .isEmpty();
        assertThat(LockScope.endLingering()).containsExactly(outer);
        assertThat(LockScope.find(lock -> true)).isEmpty();
    }

    @Test
    void theLocksOfRunningCallsAreFoundBeforeThoseThatLingerAndOfTheseTheLatest() {
        HeldLock later = new NamedLock("later");
        LockScope.linger(outer);
        LockScope.linger(later);

        assertThat(LockScope.find(lock -> true)).containsSame(later);
        assertThat(LockScope.find(lock -> lock.key().equals("outer"))).containsSame(outer);
        try (LockScope scope = LockScope.open(inner)) {
            assertThat(LockScope.find(lock -> true)).containsSame(inner);
        }
        assertThat(LockScope.endLingering()).containsExactly(outer, later);
    }
}
