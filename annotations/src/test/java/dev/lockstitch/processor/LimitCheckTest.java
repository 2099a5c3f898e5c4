package dev.lockstitch.processor;

import org.junit.jupiter.api.Test;

class LimitCheckTest {

    @Test
    void thePeriod() {
        refused(
                "permits = 1, period = \"1 s\"",
                "\"1 s\"",
                "(period = \"1 s\"): \"1 s\" is not a duration; write it like 500ms, 2s, 5m, 1h, 1d or PT2S");
        refused("permits = 1, period = \"0s\"", "\"0s\"", ": period = PT0S is not within 1ms to 365d");
    }

    @Test
    void theNumbers() {
        refused("permits = -1", "-1", ": permits = -1 is not within 1 to 1000000000");
        refused("permits = 1, burst = -2", "-2", ": burst = -2 is not within 1 to 1000000000");
        refused(
                "permits = 2_000_000, burst = 1",
                "2_000_000",
                ": 2000000 permits per PT1S are more than a million a second");
        refused(
                "permits = 1, period = \"365d\", burst = 11",
                "1",
                ": a burst of 11 at 1 permits per PT8760H takes more than ten years to come back;"
                        + " choose a smaller burst");
    }

    @Test
    void noPermits() {
        String message = "Shop.send(String): @RateLimited(permits = 0): not supported in this version; it would have to"
                + " come from an override; say how many permits there are, from 1";
        Compiled.shop("@RateLimited(key = \"a\", permits = 0) void send(String phone) {}")
                .refusedAt("0", message);
        Compiled.shop("@RateLimited(key = \"a\") void send(String phone) {}")
                .refusedAt("@RateLimited(key = \"a\")", message);
    }

    @Test
    void whatThisVersionDoesNotSupport() {
        refused(
                "permits = 1, cost = \"{size}\"",
                "\"{size}\"",
                "(cost = \"{size}\"): not supported in this version; leave it out: a call takes one permit");
        refused(
                "permits = 1, waitTime = \"1s\"",
                "\"1s\"",
                "(waitTime = \"1s\"): not supported in this version; leave it out: a call over the limit is rejected");
        refused(
                "permits = 1, refundOn = IllegalStateException.class",
                "IllegalStateException.class",
                "(refundOn = {IllegalStateException.class}): not supported in this version; leave it out");
        refused(
                "permits = 1, onUnavailable = OnUnavailable.LOCAL",
                "OnUnavailable.LOCAL",
                "(onUnavailable = LOCAL): not supported in this version; use PROCEED, SKIP or FAIL");
    }

    @Test
    void eachOfSeveralLimits() {
        Compiled.shop("""
                        @RateLimited(key = "{phone}", permits = -5, period = "1m")
                        @RateLimited(key = "{phon}", permits = 100)
                        void send(String phone) {}
                        """)
                .hasErrors(
                        "Shop.send(String): @RateLimited: permits = -5 is not within 1 to 1000000000",
                        "Shop.send(String): @RateLimited key = \"{phon}\": {phon}: there is no parameter \"phon\";"
                                + " the method has phone; did you mean \"phone\"?"
                                + " (a property of the object is {this.phon}, a variable {#phon})");
        Compiled.shop("""
                        @RateLimits({
                            @RateLimited(key = "a", permits = -1),
                            @RateLimited(key = "b", permits = -2)
                        })
                        void send() {}
                        """)
                .hasErrors(
                        "Shop.send(): @RateLimited: permits = -1 is not within 1 to 1000000000",
                        "Shop.send(): @RateLimited: permits = -2 is not within 1 to 1000000000");
    }

    private static void refused(String attributes, String place, String problem) {
        Compiled.shop("@RateLimited(key = \"sms\", " + attributes + ") void send(String phone) {}")
                .refusedAt(place, "Shop.send(String): @RateLimited" + problem);
    }
}
