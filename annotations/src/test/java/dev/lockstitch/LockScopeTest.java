package dev.lockstitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LockScopeTest {

    private final HeldLock outer = new NamedLock("outer");
    private final HeldLock inner = new NamedLock("inner");

    @AfterEach
    void nothingIsLeftOnTheThread() {
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
    void anotherThreadHasItsOwnScopes() {
        try (LockScope scope = LockScope.open(outer)) {
            Optional<HeldLock> elsewhere =
                    CompletableFuture.supplyAsync(HeldLock::current).join();
            assertThat(elsewhere).isEmpty();
        }
    }
}
