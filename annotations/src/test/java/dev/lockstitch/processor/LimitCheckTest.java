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
    void aBurstWithoutPermits() {
        String problem =
                "(burst = %d): permits = 0 leaves the numbers to an override, the burst among them; leave burst"
                        + " out, or say how many permits there are, from 1";
        refused("permits = 0, burst = 5", "5", String.format(problem, 5));
        refused("burst = -1", "-1", String.format(problem, -1));
    }

    @Test
    void theCost() {
        for (String cost : new String[] {
            " ",
            "-1",
            "+1",
            "1.5",
            "{phone}{phone}",
            "{phone}1{phone}",
            "{phone} ",
            "{phone|hash}",
            "9223372036854775808"
        }) {
            refusedCost(
                    cost,
                    "it never gives a whole number from 0 to 9223372036854775807; write a number, or one placeholder like"
                            + " {batch.size}");
        }
        refusedCost(
                "{phone",
                "\"{\" at character 1 is not closed; close the placeholder with \"}\", or write \"{{\" for a literal"
                        + " brace");
        refusedCost(
                "{size}",
                "{size}: there is no parameter \"size\"; the method has phone"
                        + " (a property of the object is {this.size}, a variable {#size})");
    }

    private static void refusedCost(String cost, String problem) {
        refused("permits = 1, cost = \"" + cost + "\"", "\"" + cost + "\"", " cost = \"" + cost + "\": " + problem);
    }

    @Test
    void theWaitTime() {
        refused(
                "permits = 1, waitTime = \"5\"",
                "\"5\"",
                "(waitTime = \"5\"): \"5\" has no unit; write it like 500ms, 2s, 5m, 1h, 1d or PT2S");
        refused(
                "permits = 1, waitTime = \"366d\"",
                "\"366d\"",
                "(waitTime = \"366d\"): \"366d\" is not within 0s to 365d");
    }

    @Test
    void refundsThatDiffer() {
        String problem = "the limits of a method are one decision and given back together, but another of them has"
                + " refundOn = %s; write the same for all";
        Compiled.shop("""
                        @RateLimited(key = "a", permits = 1, refundOn = IllegalStateException.class)
                        @RateLimited(key = "b", permits = 1, refundOn = Error.class)
                        void send() {}
                        """)
                .hasErrors("Shop.send(): @RateLimited(refundOn = {Error.class}): "
                        + String.format(problem, "{IllegalStateException.class}"));
        Compiled.types("""
                        @RateLimited(key = "a", permits = 1, refundOn = {})
                        @RateLimited(key = "b", permits = 1)
                        @RateLimited(key = "c", permits = 1, refundOn = {Error.class, Exception.class})
                        public @interface Guarded {}
                        """)
                .hasErrors("@Guarded: @RateLimited(refundOn = {Error.class, Exception.class}): "
                        + String.format(problem, "{}"));
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
