package com.example.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.spi.Wiring;
import dev.lockstitch.weaver.Handoff;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each shape of method is guarded exactly once: the journal must hold these lines, no more and no fewer. */
class ShapesTest {

    private AutoCloseable registration;

    @BeforeEach
    void handTheCountingCoordinatorToTheAspects() {
        Journal.take();
        registration = Handoff.install(new Wiring(new CountingCoordinator(), Map.of(), true, true, false));
    }

    @AfterEach
    void takeItBack() throws Exception {
        registration.close();
    }

    @Test
    void aPrivateMethod() {
        new Methods().callsPrivate("1");
        assertGuardedOnce("private:1", "body private");
    }

    @Test
    void aStaticMethod() {
        Methods.guardedStatic("1");
        assertGuardedOnce("static:1", "body static");
    }

    @Test
    void aFinalMethod() {
        new Methods().guardedFinal("1");
        assertGuardedOnce("final:1", "body final");
    }

    @Test
    void aSelfInvokedMethod() {
        new Methods().callsItself("1");
        assertGuardedOnce("self:1", "body self");
    }

    @Test
    void aSynchronizedMethod() {
        new Methods().guardedSynchronized("1");
        assertGuardedOnce("synchronized:1", "body synchronized");
    }

    @Test
    void aMethodWithALambdaInside() {
        new Methods().withLambda("1", List.of("a", "b"));
        assertGuardedOnce("lambda:1", "body lambda a of 1", "body lambda b of 1");
    }

    @Test
    void aMethodCalledByTheConstructor() {
        assertThat(new Prepared("1")).isNotNull();
        assertGuardedOnce("constructor:1", "body constructor");
    }

    @Test
    void aDefaultMethodOfAnInterface() {
        new Greeter() {}.greet("1");
        assertGuardedOnce("default:1", "body default");
    }

    @Test
    void aStaticMethodOfAnInterface() {
        Greeter.reset("1");
        assertGuardedOnce("interface-static:1", "body interface-static");
    }

    @Test
    void aGenericMethodCalledByItsBridge() {
        Handler<Seat> handler = new SeatHandler();
        handler.handle(new Seat("A", 1));
        assertGuardedOnce("bridge:A", "body bridge");
    }

    @Test
    void aMethodOfARecord() {
        new Seat("A", 7).reserve();
        assertGuardedOnce("record:A:7", "body record");
    }

    @Test
    void aMethodInTheBodyOfAnEnumConstant() {
        Carrier.POST.send("1");
        assertGuardedOnce("enum:1", "body enum");
    }

    @Test
    void aLockByWayOfAnOwnAnnotation() {
        new Combined().lockedByOwnAnnotation("1");
        assertGuardedOnce("account:1", "body own lock");
    }

    @Test
    void aLimitByWayOfAnOwnAnnotation() {
        new Combined().limitedByOwnAnnotation("1");
        assertThat(Journal.take()).containsExactly("limit gently/1", "body own limit");
    }

    @Test
    void aRepeatedLimitIsOneDecision() {
        new Combined().limitedTwice("u");
        assertThat(Journal.take()).containsExactly("limit Combined.limitedTwice/u everybody/all", "body limited twice");
    }

    @Test
    void aLimitIsAskedForBeforeTheLockOfTheSameMethod() {
        new Combined().limitedAndLocked("u");
        assertThat(Journal.take())
                .containsExactly(
                        "limit Combined.limitedAndLocked/u", "lock both:u", "body limited and locked", "unlock both:u");
    }

    private static void assertGuardedOnce(String key, String... body) {
        String[] all = new String[body.length + 2];
        all[0] = "lock " + key;
        System.arraycopy(body, 0, all, 1, body.length);
        all[all.length - 1] = "unlock " + key;
        assertThat(Journal.take()).containsExactly(all);
    }
}
