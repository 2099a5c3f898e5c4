package dev.lockstitch.weaver;

import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.KeyVariable;
import dev.lockstitch.RateLimited;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.syntax.CostText;
import dev.lockstitch.weaver.key.KeyTemplate;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many permits a call takes.
 *
 * @param fixed the number, where it is the same for all calls
 * @param template what yields it otherwise
 * @param where method and attribute, for messages
 */
record CallCost(long fixed, @Nullable KeyTemplate template, String where) {

    private static final CallCost ONE = new CallCost(1, null, "");

    static CallCost of(Declared<RateLimited> declared) {
        String cost = declared.annotation().cost();
        if (cost.isEmpty()) {
            return ONE;
        }
        String display = declared.method().display() + ": ";
        OptionalLong number;
        try {
            number = CostText.parse(cost);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(display + declared.bare() + " cost = " + e.getMessage(), e);
        }
        return number.isPresent()
                ? new CallCost(number.getAsLong(), null, "")
                : new CallCost(0, Templates.cost(declared, cost), display + declared.at("cost", cost));
    }

    long permits(
            @Nullable Object target,
            @Nullable Object[] args,
            Map<String, ? extends Supplier<? extends KeyVariable>> variables) {
        return template == null ? fixed : number(text(template, target, args, variables));
    }

    private static String text(
            KeyTemplate template,
            @Nullable Object target,
            @Nullable Object[] args,
            Map<String, ? extends Supplier<? extends KeyVariable>> variables) {
        try {
            return template.render(target, args, variables);
        } catch (InvalidKeyException e) {
            // It is no key.
            throw new IllegalArgumentException(e.getMessage(), e.getCause());
        }
    }

    private long number(String text) {
        long permits;
        try {
            permits = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + ": the cost of this call is " + KeyText.shown(text)
                    + ", which is no whole number from 0 to " + Long.MAX_VALUE + "; name a value that is one");
        }
        if (permits < 0) {
            throw new IllegalArgumentException(where + ": the cost of this call is " + permits
                    + ", which is negative; a call takes 0 permits or more, and Coordinator.refund gives some back");
        }
        return permits;
    }

    Set<String> variableNames() {
        return template == null ? Set.of() : template.variableNames();
    }
}
