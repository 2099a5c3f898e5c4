package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lockstitch.spi.Wiring;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandoffTest {

    private static final @Nullable String NOBODY = null;

    private final FakeCoordinator first = new FakeCoordinator();
    private final FakeCoordinator second = new FakeCoordinator();

    @AfterEach
    void withdraw() {
        Handoff.install(first.wiring()).close();
    }

    @Test
    void aSecondCoordinatorIsRefusedAndTheFirstStays() {
        Handoff.install(first.wiring());

        assertThatIllegalStateException()
                .isThrownBy(() -> Handoff.install(second.wiring()))
                .withMessageContaining("Close the first coordinator")
                .withMessageContaining("one injector per application");
        new Shapes().instance("x");
        assertThat(first.locks).hasSize(1);
    }

    @Test
    void theSameCoordinatorMayComeAgain() {
        Handoff.Registration one = Handoff.install(first.wiring());
        Handoff.Registration two = Handoff.install(first.wiring());
        new Shapes().instance("x");
        two.close();
        one.close();

        assertThat(first.locks).hasSize(1);
        Handoff.install(second.wiring()).close();
    }

    @Test
    void aCoordinatorThatWasWithdrawnMakesRoomForAnother() {
        Handoff.install(first.wiring()).close();
        try (Handoff.Registration registration = Handoff.install(second.wiring())) {
            new Shapes().instance("x");
        }

        assertThat(first.locks).isEmpty();
        assertThat(second.locks).hasSize(1);
    }

    @Test
    void whoHasLostTheInjectorCanCloseItsCoordinatorAllTheSame() {
        Handoff.install(first.wiring());
        Handoff.closeInstalled();
        Handoff.closeInstalled();

        assertThat(first.closed).isEqualTo(1);
        Handoff.install(second.wiring()).close();
    }

    @Test
    void closingARegistrationAgainLeavesLaterOnesAlone() {
        Handoff.Registration old = Handoff.install(first.wiring());
        old.close();
        Handoff.install(first.wiring());
        old.close();
        new Shapes().instance("x");

        assertThat(first.locks).hasSize(1);
    }

    @Test
    void callsWithoutACoordinatorGoAheadWithOneWarningEachTimeOneWasWithdrawn() {
        try (Logged logged = new Logged()) {
            Handoff.install(first.wiring()).close();
            assertThat(new Shapes().instance("x")).isEqualTo("did x");
            assertThat(new Shapes().both("x")).isEqualTo("did x");
            assertThat(logged.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("Shapes.instance(String) runs without its lock or limit: the coordinator was closed");

            Handoff.install(first.wiring()).close();
            assertThat(new Shapes().instance("x")).isEqualTo("did x");
            assertThat(logged.warnings()).hasSize(2);
        }
        assertThat(first.events).isEmpty();
    }

    @Test
    void whatIsSwitchedOffIsAPlainCallOfWhichNothingIsEvenRead() {
        Handoff.install(new Wiring(first, Map.of(), false, true, false));
        new Shapes().both("x");
        assertThat(first.events).containsExactly("limit one:x,two:x");

        first.events.clear();
        Handoff.install(new Wiring(first, Map.of(), false, false, false));
        new Shapes().both(NOBODY);
        assertThat(first.events).isEmpty();
    }
}
