package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.Failure.Kind;
import dev.lockstitch.redis.testing.Logged;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutageLogTest {

    private static final Failure DOWN = new Failure(Kind.UNAVAILABLE, "no answer", "");
    private static final Failure REFUSED = new Failure(Kind.MISCONFIGURED, "wrong password", "set another");

    private final Logged logs = new Logged();
    private final OutageLog log = log(OnUnavailable.PROCEED, Duration.ofHours(1));
    private final OutageLog impatient = log(OnUnavailable.PROCEED, Duration.ofMillis(20));

    private static OutageLog log(OnUnavailable policy, Duration interval) {
        return new OutageLog("redis://h:1", policy, interval);
    }

    @AfterEach
    void end() {
        logs.close();
    }

    @Test
    void theFirstContactIsReported() {
        log.closed();
        assertThat(logs.all()).containsExactly("✅ Redis: Connected and ready (redis://h:1)");
        assertThat(logs.at(Level.INFO)).hasSize(1);
    }

    @Test
    void anOutageIsOneWarningAndItsEndOneLineWithTheCount() {
        log.closed();
        log.opened(DOWN);
        log.count();
        log.count();
        log.remind();
        log.closed();

        assertThat(logs.at(Level.WARN))
                .containsExactly("⚠️  Redis unavailable at redis://h:1: no answer. Calls proceed unguarded until it is"
                        + " back, unless their annotation says otherwise");
        assertThat(logs.at(Level.INFO)).hasSize(2);
        assertThat(logs.at(Level.INFO).get(1))
                .startsWith("✅ Redis: Connected and ready (redis://h:1) again after ")
                .endsWith("2 calls were not coordinated");
    }

    @Test
    void theLineSaysWhatBecomesOfCalls() {
        log(OnUnavailable.FAIL, Duration.ofHours(1)).opened(DOWN);
        log(OnUnavailable.SKIP, Duration.ofHours(1)).opened(DOWN);
        assertThat(logs.at(Level.WARN).get(0)).contains("Calls fail until");
        assertThat(logs.at(Level.WARN).get(1)).contains("Calls are skipped until");
    }

    @Test
    void anOutageThatLastsIsRepeatedOncePerIntervalWithTheCount() {
        impatient.opened(DOWN);
        impatient.count();
        await().until(() -> {
            impatient.remind();
            return logs.at(Level.WARN).size() == 2;
        });
        assertThat(logs.at(Level.WARN).get(1))
                .startsWith("⚠️  Redis unavailable at redis://h:1 for ")
                .contains("no answer")
                .endsWith("1 calls were not coordinated");
    }

    @Test
    void nothingIsRepeatedWithinTheIntervalOrWhileNobodyCalls() {
        log.opened(DOWN);
        log.count();
        log.remind();
        impatient.opened(DOWN);
        await().during(Duration.ofMillis(60)).until(() -> {
            impatient.remind();
            return logs.at(Level.WARN).size() == 2;
        });
    }

    @Test
    void theEndTellsTheCountOfTheWholeOutage() {
        impatient.opened(DOWN);
        impatient.count();
        await().until(() -> {
            impatient.remind();
            return logs.at(Level.WARN).size() == 2;
        });
        impatient.count();
        impatient.closed();
        assertThat(logs.at(Level.INFO).get(0)).endsWith("2 calls were not coordinated");
    }

    @ParameterizedTest
    @EnumSource(names = {"MISCONFIGURED", "BROKEN"})
    void whatSomebodyMustMendIsAnErrorWithItsRemedy(Kind kind) {
        log.opened(new Failure(kind, "wrong password", "set another"));
        assertThat(logs.at(Level.ERROR)).hasSize(1);
        assertThat(logs.at(Level.ERROR).get(0))
                .startsWith("⚠️  Redis unavailable at redis://h:1: wrong password: set another. ");
        assertThat(logs.at(Level.WARN)).isEmpty();
    }

    @Test
    void aReplicaThatAnswersIsAWarningAndWhenItLastsAnError() {
        impatient.opened(new Failure(Kind.READ_ONLY, "a replica", "point to the primary"));
        assertThat(logs.at(Level.WARN)).hasSize(1);
        impatient.count();
        await().until(() -> {
            impatient.remind();
            return logs.at(Level.ERROR).size() == 1;
        });
    }

    @Test
    void aRefusalThatComesAndGoesDoesNotFlood() {
        log.closed();
        for (int i = 0; i < 100; i++) {
            log.opened(REFUSED);
            log.closed();
        }
        assertThat(logs.at(Level.ERROR)).hasSize(1);
        assertThat(logs.at(Level.INFO)).hasSizeLessThan(4);
    }

    @Test
    void aRefusalThatWasMendedIsReportedReadyAndSoIsEveryOutageAfterIt() {
        log.opened(REFUSED);
        log.closed();
        assertThat(logs.at(Level.INFO)).hasSize(1);
        assertThat(logs.at(Level.INFO).get(0)).startsWith("✅ Redis: Connected and ready");
        log.opened(DOWN);
        log.closed();
        assertThat(logs.at(Level.WARN)).hasSize(1);
        assertThat(logs.at(Level.INFO)).hasSize(2);
    }

    /** A server that now says no and now says nothing is down all the same: no change of state, no line. */
    @Test
    void reasonsThatAlternateDuringOneOutageDoNotFlood() {
        for (int i = 0; i < 100; i++) {
            log.opened(DOWN);
            log.opened(REFUSED);
        }
        assertThat(logs.at(Level.WARN)).hasSize(1);
        assertThat(logs.at(Level.ERROR)).hasSize(1);
    }

    @Test
    void toCloseIsNoOutage() {
        log.opened(new Failure(Kind.CLOSED, "closed", ""));
        assertThat(logs.all()).isEmpty();
    }
}
