package dev.lockstitch.processor;

import org.junit.jupiter.api.Test;

/** What is right, or what only the run time can judge, compiles without a word. */
class AllowedTest {

    @Test
    void everyFormOfALock() {
        Compiled.shop("""
                        private static final String HALF = "order:";
                        public String region = "eu";
                        @DistributedLock(key = "all") void all() {}
                        @DistributedLock(key = HALF + "{order.id}:{order.customer.name.anything}", waitTime = "0s")
                        private void pay(Order order) {}
                        @DistributedLock(key = "{0}{1.x}{this.region}{this.unknown}{#tenant}{{}}", waitTime = "PT2S",
                            leaseTime = "10ms", minHoldTime = "0s", mode = LockMode.EXCLUSIVE, fair = false,
                            onContention = OnContention.SKIP, name = "n", onUnavailable = OnUnavailable.SKIP)
                        final Optional<String> positions(String a, Object b) { return Optional.empty(); }
                        @DistributedLock(key = "{secret|hash}{count}{names}", leaseTime = "365d",
                            onContention = OnContention.SKIP, onUnavailable = OnUnavailable.FAIL)
                        static void skipped(String secret, int count, String... names) {}
                        @DistributedLock(key = {"a", "b:{id}", "a"}, mode = LockMode.SHARED, fair = true,
                            minHoldTime = "1s", leaseTime = "1s", onUnavailable = OnUnavailable.LOCAL)
                        void everything(String id) {}
                        @DistributedLock(key = "a", onContention = OnContention.SKIP)
                        CompletionStage<String> stage() { return null; }
                        @DistributedLock(key = "a") CompletableFuture<String> future() { return null; }
                        @DistributedLock(key = "a", onUnavailable = OnUnavailable.PROCEED)
                        int primitive() { return 1; }
                        """).isClean();
    }

    @Test
    void everyFormOfALimit() {
        Compiled.shop("""
                        @RateLimited(key = "{phone}", permits = 5, period = "1m", burst = 2, name = "sms")
                        @RateLimited(key = "all", permits = 1_000_000, onLimit = OnLimit.SKIP, waitTime = "0s",
                            onUnavailable = OnUnavailable.DEFAULT, refundOn = {}, cost = "")
                        @DistributedLock(key = "{phone}")
                        void send(String phone) {}
                        @RateLimited(key = "a", period = "1h", waitTime = "365d", cost = "{names.size}",
                            onUnavailable = OnUnavailable.LOCAL, refundOn = {Error.class, IllegalStateException.class})
                        @RateLimited(key = "b", permits = 0, burst = 0, waitTime = "PT1S", cost = "0",
                            refundOn = {IllegalStateException.class, Error.class})
                        <T> void complete(List<T> names) {}
                        @RateLimited(key = "a", permits = 1, cost = "9223372036854775807") void all() {}
                        @RateLimited(key = "a", permits = 1, cost = "{0}00") void hundreds(int count) {}
                        @RateLimited(key = "a", permits = 1, cost = "{#weight}", refundOn = TimeoutException.class)
                        @DistributedLock(key = "a")
                        CompletionStage<String> stage() { return null; }
                        @RateLimited(key = "a", permits = 1) CompletableFuture<String> future() { return null; }
                        @RateLimits(@RateLimited(key = "a", permits = 1)) synchronized void single() {}
                        """).isClean();
    }

    @Test
    void everyFormOfAFallback() {
        Compiled.shop("""
                        @DistributedLock(key = "a", fallback = "other") <T extends Comparable<T>>
                        Object pay(T value, List<T> values) { return value; }
                        String other(Comparable<?> value, List<?> values) { return ""; }
                        static Integer other(Comparable<?> value, List<?> values, LockNotAcquiredException e) {
                            return 1;
                        }
                        void other(int unrelated) {}
                        @DistributedLock(key = "a", fallback = "stop") static void taken() {}
                        private static void stop(CoordinationUnavailableException e) {}
                        private static void stop(Throwable e) {}
                        @RateLimited(key = "a", permits = 1, fallback = "zero") int send(int a) { return 1; }
                        int zero(int a, RateLimitExceededException e) { return 0; }
                        """).isClean();
    }

    @Test
    void everyKindOfProperty() {
        Compiled.types(
                        """
                        public final class Till extends Desk implements Named {
                            public String field;
                            public boolean isOpen() { return true; }
                            public String plain() { return ""; }
                            @DistributedLock(key = "{this.field}{this.open}{this.plain}{this.getNumber}")
                            void own() {}
                            @DistributedLock(key = "{this.number}{this.label}{this.inherited}")
                            void inherited() {}
                            @DistributedLock(key = "{kind.name}{kind.ordinal}{text.length}{1.empty}")
                            void others(Kind kind, String text) {}
                            @DistributedLock(key = "{map.anything}{maybe.name}{numbers.anything}{open.anything}")
                            void undecided(Entries map, Optional<Customer> maybe, int[] numbers, Kind.Body open) {}
                            @DistributedLock(key = "{t.anything}") <T extends Kind> void generic(T t) {}
                        }
                        """,
                        "class Desk { public String inherited; public int getNumber() { return 1; } }",
                        "interface Named { default String label() { return \"\"; } }",
                        "enum Kind { ONE; interface Body {} }",
                        "final class Entries extends HashMap<String, String> { static final long serialVersionUID = 1; }")
                .isClean();
    }

    @Test
    void composedAnnotationsAndMethodsWithThem() {
        Compiled.types("""
                        @DistributedLock(key = "{id}:{0}:{this.x}", fallback = "other", waitTime = "1s")
                        @RateLimited(key = "a", permits = 1, onLimit = OnLimit.SKIP)
                        @RateLimited(key = "b", permits = 1, name = "second")
                        public @interface Guarded {}
                        """, "public class Shop { @Guarded void pay(String id) {} }")
                .isClean();
    }

    @Test
    void membersThatATransformerOfTheSourceMayAdd() {
        Compiled.types(
                        "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.SOURCE) @interface Getter {}",
                        "@Getter public final class Till { private String region; }",
                        "public final class Desk { @Getter private String region; }",
                        """
                        @Getter
                        public class Shop {
                            @DistributedLock(key = "{till.region}{desk.region}", fallback = "later")
                            void pay(Till till, Desk desk) {}
                        }
                        """)
                .isClean();
    }

    @Test
    void aFallbackThatIsInherited() {
        Compiled.types("class Base { void other() {} }", """
                        public class Shop extends Base {
                            @DistributedLock(key = "a", fallback = "other") void pay() {}
                        }
                        """).isClean();
    }
}
