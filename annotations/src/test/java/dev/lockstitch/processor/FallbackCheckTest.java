package dev.lockstitch.processor;

import org.junit.jupiter.api.Test;

class FallbackCheckTest {

    private static final String GUARDED =
            "@DistributedLock(key = \"a\", fallback = \"other\") long pay(String s, List<String> l) { return 1; }\n";
    private static final String NONE =
            "no method other with the same parameters, or with one more at the end that takes"
                    + " LockNotAcquiredException, in shop.Shop; add one, or correct the name";

    @Test
    void oneThatIsMissing() {
        refused("", NONE);
    }

    @Test
    void oneWithOtherParameters() {
        refused("long other(String s) { return 1; }", NONE);
        refused("long other(List<String> l, String s) { return 1; }", NONE);
        refused("long other(String s, List<String> l, String why) { return 1; }", NONE);
        refused("long other(String s, List<String> l, Object why) { return 1; }", NONE);
        refused("long other(String s, List<String> l, RateLimitExceededException e) { return 1; }", NONE);
        refused("long other(String s, List<String> l, RuntimeException e, int i) { return 1; }", NONE);
    }

    @Test
    void oneThatTakesTheExceptionOfALimit() {
        Compiled.shop("""
                        @RateLimited(key = "a", permits = 1, fallback = "other") void send() {}
                        void other(LockNotAcquiredException e) {}
                        """)
                .refusedAt(
                        "\"other\"",
                        "Shop.send(): @RateLimited(fallback = \"other\"): no method other with the same parameters, or"
                                + " with one more at the end that takes RateLimitExceededException, in shop.Shop;"
                                + " add one, or correct the name");
    }

    @Test
    void oneThatReturnsSomethingElse() {
        refused(
                "int other(String s, List<String> l) { return 1; }",
                "Shop.other(String, List) returns int, but the method long; return the same");
        refused(
                "void other(String s, List<String> l, CoordinationException e) {}",
                "Shop.other(String, List, CoordinationException) returns void, but the method long; return the same");
        Compiled.shop("""
                        @DistributedLock(key = "a", fallback = "other") String pay() { return ""; }
                        Object other() { return ""; }
                        """)
                .refusedAt(
                        "\"other\"",
                        "Shop.pay(): @DistributedLock(fallback = \"other\"): Shop.other() returns Object, but the"
                                + " method String; return the same");
    }

    @Test
    void oneOfAnObjectForAStaticMethod() {
        Compiled.shop("""
                        @DistributedLock(key = "a", fallback = "other") static void pay() {}
                        void other() {}
                        """)
                .refusedAt(
                        "\"other\"",
                        "Shop.pay(): @DistributedLock(fallback = \"other\"): Shop.other() is not static, but the method"
                                + " is; make it static");
    }

    @Test
    void theMethodItself() {
        Compiled.shop("@DistributedLock(key = \"a\", fallback = \"pay\") void pay() {}")
                .refusedAt(
                        "\"pay\"",
                        "Shop.pay(): @DistributedLock(fallback = \"pay\"): names the method itself; name another");
    }

    private static void refused(String fallback, String problem) {
        Compiled.shop(GUARDED + fallback)
                .refusedAt("\"other\"", "Shop.pay(String, List): @DistributedLock(fallback = \"other\"): " + problem);
    }
}
