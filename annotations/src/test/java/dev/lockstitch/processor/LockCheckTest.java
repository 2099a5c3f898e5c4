package dev.lockstitch.processor;

import org.junit.jupiter.api.Test;

class LockCheckTest {

    @Test
    void aDurationWithoutAUnit() {
        refused(
                "waitTime = \"5\"",
                "\"5\"",
                "(waitTime = \"5\"): \"5\" has no unit; write it like 500ms, 2s, 5m, 1h, 1d or PT2S");
    }

    @Test
    void aDurationOutOfItsBounds() {
        refused("waitTime = \"366d\"", "\"366d\"", "(waitTime = \"366d\"): \"366d\" is not within 0s to 365d");
    }

    @Test
    void aLeaseThatIsTooShort() {
        refused(
                "leaseTime = \"9ms\"",
                "\"9ms\"",
                "(leaseTime = \"9ms\"): not within 10ms to 365d; give it longer than the method may run, or leave it"
                        + " out to have the lock renewed");
        refused(
                "leaseTime = \"soon\"",
                "\"soon\"",
                "(leaseTime = \"soon\"): \"soon\" is not a duration; write it like 500ms, 2s, 5m, 1h, 1d or PT2S");
    }

    @Test
    void aLeaseShorterThanTheLeastHold() {
        refused(
                "minHoldTime = \"PT2S\", leaseTime = \"1s\"",
                "\"1s\"",
                "(leaseTime = \"1s\"): shorter than minHoldTime = \"PT2S\"; give a longer lease or a shorter"
                        + " minHoldTime, or leave the lease out to have the lock renewed");
        refused(
                "minHoldTime = \"soon\", leaseTime = \"1s\"",
                "\"soon\"",
                "(minHoldTime = \"soon\"): \"soon\" is not a duration; write it like 500ms, 2s, 5m, 1h, 1d or PT2S");
    }

    @Test
    void everyOneOfSeveralKeysAndNone() {
        Compiled.shop("@DistributedLock(key = {\"a\", \"b:{ordr}\"}) void pay(Order order) {}")
                .hasErrors("Shop.pay(Order): @DistributedLock key = \"b:{ordr}\": {ordr}: there is no parameter"
                        + " \"ordr\"; the method has order; did you mean \"order\"? (a property of the object is"
                        + " {this.ordr}, a variable {#ordr})");
        Compiled.shop("@DistributedLock(key = {}) void pay(Order order) {}")
                .refusedAt(
                        "{}",
                        "Shop.pay(Order): @DistributedLock(key = {}): there is no key;"
                                + " write one like key = \"order:{orderId}\"");
    }

    @Test
    void theCompilerAloneComplainsOfAMissingKeyAndOfUnknownNames() {
        Compiled.shop("@DistributedLock void pay() {}").isTheCompilersOwnConcern();
        Compiled.shop("""
                        @DistributedLock(key = Missing.KEY, waitTime = Missing.WAIT, leaseTime = Missing.LEASE,
                            mode = Missing.MODE, fair = Missing.FAIR)
                        Missing pay() {}
                        @RateLimited(key = "{missing.x}", permits = Missing.MANY, fallback = "other")
                        void send(Missing missing) {}
                        """).isTheCompilersOwnConcern();
    }

    @Test
    void everyAttributeIsComplainedOf() {
        Compiled.shop("@DistributedLock(key = \"{\", waitTime = \"1\", leaseTime = \"1\") void pay() {}")
                .hasErrors(
                        "Shop.pay(): @DistributedLock key = \"{\": \"{\" at character 1 is not closed; close the"
                                + " placeholder with \"}\", or write \"{{\" for a literal brace",
                        "Shop.pay(): @DistributedLock(waitTime = \"1\"): \"1\" has no unit; write it like 500ms, 2s,"
                                + " 5m, 1h, 1d or PT2S",
                        "Shop.pay(): @DistributedLock(leaseTime = \"1\"): \"1\" has no unit; write it like 500ms, 2s, 5m,"
                                + " 1h, 1d or PT2S");
    }

    private static void refused(String attribute, String place, String problem) {
        Compiled.shop("@DistributedLock(key = \"a\", " + attribute + ") void pay(Order order, int... counts) {}")
                .refusedAt(place, "Shop.pay(Order, int[]): @DistributedLock" + problem);
    }
}
