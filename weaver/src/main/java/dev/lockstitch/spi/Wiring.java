package dev.lockstitch.spi;

import dev.lockstitch.KeyVariable;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What an injector hands to the aspects.
 *
 * @param coordinator grants locks and permits
 * @param variables the values of {@code {#name}} by name, looked up at each call on the caller's thread
 * @param locksEnabled false: {@code @DistributedLock} is a plain call
 * @param limitsEnabled false: {@code @RateLimited} is a plain call
 * @param rateLimitStackTraces whether {@code RateLimitExceededException} takes a stack trace
 */
public record Wiring(
        Coordinator coordinator,
        Map<String, ? extends Supplier<? extends KeyVariable>> variables,
        boolean locksEnabled,
        boolean limitsEnabled,
        boolean rateLimitStackTraces) {

    /**
     * Takes a copy of the variables.
     *
     * @param coordinator grants locks and permits
     * @param variables the values of {@code {#name}} by name
     * @param locksEnabled false: {@code @DistributedLock} is a plain call
     * @param limitsEnabled false: {@code @RateLimited} is a plain call
     * @param rateLimitStackTraces whether {@code RateLimitExceededException} takes a stack trace
     */
    public Wiring {
        variables = Map.copyOf(variables);
    }
}
