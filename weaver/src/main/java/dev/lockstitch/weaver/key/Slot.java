package dev.lockstitch.weaver.key;

import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.KeyVariable;
import dev.lockstitch.syntax.KeyPart.Placeholder;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A placeholder settled for its method, with what follows it in the key. Thread-safe. */
final class Slot {

    private final Site site;
    private final Placeholder placeholder;
    private final Origin origin;
    private final Step[] steps;
    private final int delimiter;
    private final String after;

    Slot(Site site, Placeholder placeholder, Origin origin, int delimiter, String after) {
        this.site = site;
        this.placeholder = placeholder;
        this.origin = origin;
        this.steps = placeholder.path().stream().map(Step::new).toArray(Step[]::new);
        this.delimiter = delimiter;
        this.after = after;
    }

    String after() {
        return after;
    }

    /** Refuses a path that no value can have, as far as the declared type tells. */
    void check() {
        Class<?> type = origin.exactType();
        if (type != null && steps.length > 0) {
            try {
                steps[0].require(type);
            } catch (KeyProblem e) {
                throw new KeyProblem(where(0) + " " + e.predicate(), e.getCause());
            }
        }
    }

    /** What stands in the key: an escaped text, or a whole number that needs no escaping. */
    Object value(
            @Nullable Object target,
            @Nullable Object[] args,
            Map<String, ? extends Supplier<? extends KeyVariable>> variables) {
        int depth = 0;
        try {
            Object value = present(origin.read(target, args, variables));
            while (depth < steps.length) {
                Object property = steps[depth].read(value);
                depth++;
                value = present(property);
            }
            return settled(value);
        } catch (KeyProblem e) {
            String what = where(depth) + " " + e.predicate();
            throw new InvalidKeyException(site.message(placeholder.source(), what), e.getCause());
        }
    }

    private Object settled(Object value) {
        if (placeholder.hash()) {
            return Escape.escaped(TextHash.of(text(value)), delimiter);
        }
        // A minus might be a delimiter.
        boolean bare = value instanceof Integer number ? number >= 0 : value instanceof Long other && other >= 0;
        return bare ? value : Escape.escaped(text(value), delimiter);
    }

    private String text(Object value) {
        if (!ValueText.exists(value)) {
            throw new KeyProblem("is a " + value.getClass().getTypeName()
                    + ", which has no text of its own; name a property, such as {" + where(steps.length) + ".id}");
        }
        String text = ValueText.of(value);
        if (text == null) {
            throw new KeyProblem("has a toString() that returns null; " + site.whenAbsent());
        }
        if (text.isEmpty()) {
            throw new KeyProblem("is empty; " + site.whenAbsent());
        }
        return text;
    }

    private Object present(@Nullable Object value) {
        Object unwrapped = ValueText.unwrapped(value);
        if (unwrapped == null) {
            throw new KeyProblem("is null; " + site.whenAbsent());
        }
        return unwrapped;
    }

    private String where(int depth) {
        StringBuilder where = new StringBuilder(origin.display());
        for (int i = 0; i < depth; i++) {
            where.append('.').append(steps[i].name());
        }
        return where.toString();
    }
}
