package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockNotAcquiredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The ways to take a lock. */
class ModesTest extends ShopTest {

    @Test
    void readersAreInsideTogether() throws Exception {
        CyclicBarrier bothInside = new CyclicBarrier(2);
        ledger.meanwhile(() -> meet(bothInside));

        Future<?> one = threads.submit(() -> warehouse().look("A"));
        Future<?> other = threads.submit(() -> warehouse().look("A"));

        await(one);
        await(other);
    }

    @Test
    void readersAndAWriterExcludeEachOther() {
        beImpatient("Warehouse.look", "Warehouse.rearrange");

        assertContended(() -> warehouse().look("A"), () -> warehouse().rearrange("A"));
        assertContended(() -> warehouse().rearrange("A"), () -> warehouse().look("A"));
        assertThat(ledger.lines()).containsExactly("looked at A", "rearranged A");
    }

    @Test
    void severalKeysAreTakenAllOrNone() throws Exception {
        beImpatient("Warehouse.move", "Warehouse.rearrange");

        assertContended(() -> warehouse().move("A", "B"), () -> warehouse().rearrange("A"));
        assertContended(() -> warehouse().move("A", "B"), () -> warehouse().rearrange("B"));
        runInside(() -> warehouse().rearrange("B"), () -> {
            assertThatThrownBy(() -> warehouse().move("A", "B")).isInstanceOf(LockNotAcquiredException.class);
            warehouse().rearrange("A");
        });
        assertThat(ledger.lines()).endsWith("rearranged B", "rearranged A");
    }

    @Test
    void callsThatNameTheSameKeysInDifferentOrdersDoNotDeadlock() throws Exception {
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(threads.submit(() -> warehouse().move("A", "B")));
            calls.add(threads.submit(() -> warehouse().move("B", "A")));
        }
        for (Future<?> call : calls) {
            await(call);
        }

        assertThat(ledger.lines()).hasSize(100);
    }

    @Test
    void whoCameFirstIsServedFirst() throws Exception {
        List<Future<?>> lorries = new ArrayList<>();
        try (HeldLock ramp =
                coordinator().tryLock("ramp", Duration.ofSeconds(10)).orElseThrow()) {
            ramp.assertHeld();
            for (int i = 1; i <= 4; i++) {
                String lorry = "lorry " + i;
                lorries.add(threads.submit(() -> warehouse().unload(lorry)));
                int waiting = i;
                until(() -> injector.getInstance(LockStatistics.class).waits("Warehouse.unload") == waiting);
            }
        }
        for (Future<?> lorry : lorries) {
            await(lorry);
        }

        assertThat(ledger.lines())
                .containsExactly("unloaded lorry 1", "unloaded lorry 2", "unloaded lorry 3", "unloaded lorry 4");
    }

    @Test
    void aJobThatIsDoneKeepsItsLockForAWhile() {
        warehouse().stocktaking();
        warehouse().stocktaking();

        assertThat(ledger.lines()).containsExactly("stock taken");
    }

    @Test
    void withoutRedisAKeyStillExcludesInsideThisJvm() {
        redis.close();

        assertContended(() -> warehouse().weigh("small one"), () -> warehouse().weigh("large one"));
        assertThat(ledger.lines()).containsExactly("weighed small one");

        ledger.meanwhile(() -> HeldLock.current().orElseThrow().fencingToken());
        assertThatThrownBy(() -> warehouse().weigh("small one"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside this JVM alone");
    }

    private void assertContended(Runnable first, Runnable second) {
        assertThatThrownBy(() -> runInside(first, second)).isInstanceOf(LockNotAcquiredException.class);
    }

    /** Lets calls wait no longer than their being turned away takes. */
    private void beImpatient(String... names) {
        for (String name : names) {
            injector.getInstance(Patience.class).set(name, Duration.ofMillis(50));
        }
    }
}
