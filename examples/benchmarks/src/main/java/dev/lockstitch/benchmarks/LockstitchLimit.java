package dev.lockstitch.benchmarks;

import com.google.inject.Injector;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.spi.Coordinator;
import java.util.function.BiConsumer;

/** A limit of this library as an application has it: through a woven method. */
final class LockstitchLimit implements Alternative {

    private final Coordinator coordinator;
    private final BiConsumer<String, Runnable> method;

    LockstitchLimit(String redisUrl, Quota quota) {
        Injector injector = Application.on(redisUrl);
        coordinator = injector.getInstance(Coordinator.class);
        method = method(injector.getInstance(Limited.class), quota);
    }

    private static BiConsumer<String, Runnable> method(Limited limited, Quota quota) {
        return switch (quota) {
            case MILLION_A_SECOND -> limited::millionASecond;
            case THOUSAND_A_SECOND -> limited::thousandASecond;
            case TEN_A_SECOND -> limited::tenASecond;
            case HUNDRED_THOUSAND_A_MINUTE -> limited::hundredThousandAMinute;
        };
    }

    @Override
    public boolean under(String key, Runnable body) {
        try {
            method.accept(key, body);
            return true;
        } catch (RateLimitExceededException e) {
            return false;
        }
    }

    @Override
    public void close() {
        coordinator.close();
    }
}
