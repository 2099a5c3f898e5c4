package dev.lockstitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstitch.RateLimitOverrides.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RateLimitOverrideTableTest {

    private static final Change MORE = Change.to(Limit.of(5000, Duration.ofMinutes(1)));

    private final RateLimitOverrideTable table = new RateLimitOverrideTable();

    @Test
    void anEmptyTableChangesNothing() {
        assertThat(table.find("api", "acme")).isEmpty();
    }

    @Test
    void aChangeForANameHoldsForAllItsKeysAndNoOtherName() {
        table.put("api", MORE);
        assertThat(table.find("api", "acme")).contains(MORE);
        assertThat(table.find("api", "other")).contains(MORE);
        assertThat(table.find("sms", "acme")).isEmpty();
    }

    @Test
    void aChangeForAKeyWinsOverThatForItsName() {
        table.put("api", "acme", MORE);
        table.put("api", Change.shadow());
        assertThat(table.find("api", "acme")).contains(MORE);
        assertThat(table.find("api", "other")).contains(Change.shadow());
        assertThat(table.find("sms", "acme")).isEmpty();
    }

    @Test
    void whatIsPutLastHolds() {
        table.put("api", MORE);
        table.put("api", Change.off());
        table.put("sms", "k", MORE);
        table.put("sms", "k", Change.off());
        assertThat(table.find("api", "k")).contains(Change.off());
        assertThat(table.find("sms", "k")).contains(Change.off());
    }

    @Test
    void aChangeForAKeyThatIsRemovedUncoversThatForTheName() {
        table.put("api", Change.off());
        table.put("api", "acme", MORE);
        table.remove("api", "acme");
        table.remove("api", "never there");
        assertThat(table.find("api", "acme")).contains(Change.off());
    }

    @Test
    void aChangeForANameThatIsRemovedLeavesThoseForItsKeys() {
        table.put("api", Change.off());
        table.put("api", "acme", MORE);
        table.remove("api");
        table.remove("never there");
        assertThat(table.find("api", "other")).isEmpty();
        assertThat(table.find("api", "acme")).contains(MORE);
    }

    @Test
    void clearedItIsEmpty() {
        table.put("api", Change.off());
        table.put("api", "acme", MORE);
        table.clear();
        assertThat(table.find("api", "acme")).isEmpty();
        assertThat(table.find("api", "other")).isEmpty();
    }

    @Test
    void nameAndKeyDoNotRunIntoEachOther() {
        table.put("a", "bc", MORE);
        table.put("x:y", "z", MORE);
        assertThat(table.find("ab", "c")).isEmpty();
        assertThat(table.find("x", "y:z")).isEmpty();
    }

    @Test
    void whatNoLimitHasIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.put("", MORE))
                .withMessageStartingWith("The name of an override is empty")
                .withMessageContaining("give the limit a name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.put("", "key", MORE))
                .withMessageStartingWith("The name of an override is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.put("api", "", MORE))
                .withMessageStartingWith("The key of an override is empty");
    }

    @Test
    void manyThreadsLoseNoChange() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                String tenant = "tenant" + thread;
                tasks.add(() -> fillAndHalfEmpty(tenant));
            }
            for (Future<Boolean> each : threads.invokeAll(tasks)) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        for (int thread = 0; thread < 8; thread++) {
            for (int key = 0; key < 1000; key++) {
                assertThat(table.find("api", "tenant" + thread + key).isPresent())
                        .isEqualTo(key % 2 == 1);
            }
        }
    }

    /** Whether each change could be seen by the thread that made it, at once. */
    private boolean fillAndHalfEmpty(String tenant) {
        boolean seen = true;
        for (int key = 0; key < 1000; key++) {
            table.put("api", tenant + key, MORE);
            seen &= table.find("api", tenant + key).isPresent();
            if (key % 2 == 0) {
                table.remove("api", tenant + key);
                seen &= table.find("api", tenant + key).isEmpty();
            }
        }
        return seen;
    }
}
