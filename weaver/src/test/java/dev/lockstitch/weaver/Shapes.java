package dev.lockstitch.weaver;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.RateLimited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Methods of every shape, each guarded by a key that says which it is. Woven in this module's test build. */
class Shapes {

    @Retention(RetentionPolicy.RUNTIME)
    @DistributedLock(key = "composed:{0}")
    @RateLimited(key = "limit:{0}", permits = 3)
    @interface Guarded {}

    Shapes() {}

    Shapes(String key) {
        instance(key);
    }

    @DistributedLock(key = "instance:{key}")
    String instance(String key) {
        return "did " + key;
    }

    @DistributedLock(key = "private:{key}")
    private String hidden(String key) {
        return "did " + key;
    }

    String callsPrivate(String key) {
        return hidden(key);
    }

    @DistributedLock(key = "static:{key}")
    static String ofClass(String key) {
        return "did " + key;
    }

    @DistributedLock(key = "final:{key}")
    final String fixed(String key) {
        return "did " + key;
    }

    @DistributedLock(key = "synchronized:{key}")
    synchronized String monitored(String key) {
        return "did " + key;
    }

    @DistributedLock(key = "lambda:{key}")
    String withLambda(String key) {
        Supplier<String> lambda = () -> "did " + key;
        return lambda.get();
    }

    @DistributedLock(key = "later:{key}")
    CompletableFuture<String> later(String key) {
        return CompletableFuture.completedFuture("did " + key);
    }

    @RateLimited(key = "later:{key}", permits = 1)
    CompletableFuture<String> laterLimited(String key) {
        return CompletableFuture.completedFuture("did " + key);
    }

    @DistributedLock(key = "primitive:{number}")
    int primitive(int number) {
        return number + 1;
    }

    @Guarded
    String composed(String key) {
        return "did " + key;
    }

    @DistributedLock(key = "both:{key}")
    @RateLimited(key = "one:{key}", permits = 1)
    @RateLimited(key = "two:{key}", permits = 2, period = "1m")
    String both(@Nullable String key) {
        return "did " + key;
    }

    interface WithDefault {
        @DistributedLock(key = "default:{key}")
        default String inherited(String key) {
            return "did " + key;
        }

        @DistributedLock(key = "static-interface:{key}")
        static String ofInterface(String key) {
            return "did " + key;
        }
    }

    static class Bridged implements Function<String, String>, WithDefault {
        @Override
        @DistributedLock(key = "bridged:{key}")
        public String apply(String key) {
            return "did " + key;
        }
    }

    record Pair(String key) {
        @DistributedLock(key = "record:{0}")
        String act(String other) {
            return "did " + other + key;
        }
    }

    enum Body {
        ONE {
            @Override
            @DistributedLock(key = "enum:{key}")
            String act(String key) {
                return "did " + key;
            }
        };

        abstract String act(String key);
    }
}
