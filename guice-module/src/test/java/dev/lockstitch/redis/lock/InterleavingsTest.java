package dev.lockstitch.redis.lock;

import static org.jetbrains.kotlinx.lincheck.strategy.managed.ManagedStrategyGuaranteeKt.forClasses;

import java.util.concurrent.ConcurrentHashMap;
import org.jetbrains.kotlinx.lincheck.LinChecker;
import org.jetbrains.kotlinx.lincheck.strategy.managed.modelchecking.ModelCheckingOptions;
import org.junit.jupiter.api.Test;

/** The queue of one key and the keys of one JVM under a scheduler that tries interleavings one by one. */
class InterleavingsTest {

    @Test
    void oneCallerHasTheTurnAndNobodyIsForgotten() {
        ModelCheckingOptions options = bounded(25).sequentialSpecification(TurnsInOrder.class);
        LinChecker.check(Turns.class, options);
    }

    /** The map is the JDK's: its own steps are not tried one by one. */
    @Test
    void callersOfOneKeyShareOneEntryAndTheLastOneTakesItAway() {
        ModelCheckingOptions options = bounded(8)
                .addGuarantee(forClasses(ConcurrentHashMap.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .sequentialSpecification(OneUser.class);
        LinChecker.check(Users.class, options);
    }

    private static ModelCheckingOptions bounded(int scenarios) {
        return new ModelCheckingOptions()
                .iterations(scenarios)
                .invocationsPerIteration(100)
                .threads(Turns.THREADS)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(2)
                .minimizeFailedScenario(false);
    }
}
