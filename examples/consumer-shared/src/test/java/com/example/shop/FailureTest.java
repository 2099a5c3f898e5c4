package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstitch.HeldLock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.redisson.client.RedisException;

/** Redis's failures are ours to bear, the body's are its caller's. */
class FailureTest extends ShopTest {

    private final List<Boolean> guarded = new ArrayList<>();

    @Test
    void aRedisExceptionOfTheBodyComesOutAsItIsAndTheBodyRanOnce() {
        RedisException own = new RedisException("thrown by the body");
        ledger.meanwhile(() -> {
            noteWhetherGuarded();
            throw own;
        });

        assertThat(catchThrowable(() -> till().pay(order("1")))).isSameAs(own);
        assertThat(catchThrowable(() -> messages().sendCode("1"))).isSameAs(own);
        assertThat(ledger.lines()).containsExactly("paid 1", "code for 1");
        assertThat(guarded).containsExactly(true, false);

        assertThat(catchThrowable(() -> till().pay(order("2")))).isSameAs(own);
        assertThat(guarded).containsExactly(true, false, true);
    }

    @Test
    void callsGoAheadWhenRedisIsGone() {
        ledger.meanwhile(this::noteWhetherGuarded);
        till().payNow(order("before"));

        redis.close();

        till().payNow(order("after"));
        assertThat(guarded).containsExactly(true, false);
        for (int i = 0; i < 3; i++) {
            messages().sendCode("1");
        }
        assertThat(ledger.lines())
                .containsExactly("paid before", "paid after", "code for 1", "code for 1", "code for 1");
    }

    private void noteWhetherGuarded() {
        guarded.add(HeldLock.current().isPresent());
    }
}
