package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.spi.Wiring;
import dev.lockstitch.weaver.Cost.Customer;
import dev.lockstitch.weaver.Cost.Order;
import dev.lockstitch.weaver.Cost.Till;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostTest {

    private static final int BATCHES = 30;

    @Test
    void aGuardedCallAllocatesLessThan250BytesBesideItsCoordinator() {
        Till till = new Till();
        Order order = new Order(4711, new Customer("acme"));
        try (Handoff.Registration registration =
                Handoff.install(new Wiring(new GrantingCoordinator(), Map.of(), true, true, false))) {
            assertThat(Cost.leastBytes(BATCHES, () -> till.texts("north", order)))
                    .isLessThan(250);
        }
    }
}
