package dev.lockstitch.weaver.key;

import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.KeyVariable;
import dev.lockstitch.syntax.KeyPart;
import dev.lockstitch.syntax.KeyPart.Literal;
import dev.lockstitch.syntax.KeyPart.Placeholder;
import dev.lockstitch.syntax.KeyPart.Root;
import dev.lockstitch.syntax.KeyTemplateText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A key template settled for its method. Immutable and thread-safe; make one per method and keep it.
 *
 * <p>For one template, two different lists of value texts never give the same key. Literal text stands as it is written.
 * In a value, {@code % : { } \ " '}, blanks and invisible characters become {@code %XX}, byte by byte of their UTF-8, half
 * of a surrogate pair becomes {@code %uXXXX}, and so does the character that a literal between this placeholder and the
 * next begins with. Where that literal is missing or begins with an ASCII letter, a digit or {@code %}, the value ends in
 * {@code %.} instead. All else stays: {@code order:{id}} with 42 is {@code order:42}.
 *
 * <p>On a path, a {@code Map} has its entries and nothing else, an {@code Optional} stands for what is in it, and any
 * other object has its record components, getters, public fields and public methods without arguments, in this order.
 */
public final class KeyTemplate {

    private static final int USUAL_VALUE = 20;

    private final String head;
    private final Slot[] slots;
    private final Set<String> variableNames;
    private final int capacity;

    private KeyTemplate(String head, List<Slot> slots, Set<String> variableNames) {
        this.head = head;
        this.slots = slots.toArray(new Slot[0]);
        this.variableNames = Collections.unmodifiableSet(variableNames);
        this.capacity = head.length()
                + slots.stream()
                        .mapToInt(slot -> USUAL_VALUE + slot.after().length())
                        .sum();
    }

    /**
     * Reads a template and checks it against its method.
     *
     * @param template the template, as {@link KeyTemplateText} reads it
     * @param method the method that bears it
     * @param attribute the annotation's attribute, for messages
     * @return the template, ready to render
     * @throws IllegalArgumentException that names method, attribute, template, what is wrong and the remedy: the text is
     *     no template; no such parameter, or names unknown; {@code this} on a static method; or the first property of a
     *     path does not exist, as far as a primitive, record or other final type tells
     */
    public static KeyTemplate compile(String template, MethodShape method, String attribute) {
        return compile(
                template,
                method,
                attribute,
                "calls that lack it must not share a key: give it a value, or build the key from something else");
    }

    /**
     * Reads a template of something else than a key.
     *
     * @param template the template, as {@link KeyTemplateText} reads it
     * @param method the method that bears it
     * @param attribute the annotation's attribute, for messages
     * @param whenAbsent what to do about a value that is null or empty, for messages
     * @return the template, ready to render
     * @throws IllegalArgumentException as {@link #compile(String, MethodShape, String)}
     */
    public static KeyTemplate compile(String template, MethodShape method, String attribute, String whenAbsent) {
        List<KeyPart> parts = parts(template, method, attribute);
        Site site = new Site(method.display(), attribute, template, whenAbsent);
        String head = parts.get(0) instanceof Literal literal ? literal.text() : "";
        List<Slot> slots = new ArrayList<>();
        Set<String> variables = new LinkedHashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Placeholder placeholder) {
                slots.add(slot(site, new Origins(method), placeholder, parts.subList(i + 1, parts.size())));
                if (placeholder.root() instanceof Root.Variable variable) {
                    variables.add(variable.name());
                }
            }
        }
        return new KeyTemplate(head, slots, variables);
    }

    private static List<KeyPart> parts(String template, MethodShape method, String attribute) {
        try {
            return KeyTemplateText.parse(template);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(method.display() + ": " + attribute + " = " + e.getMessage(), e);
        }
    }

    private static Slot slot(Site site, Origins origins, Placeholder placeholder, List<KeyPart> behind) {
        String literal = !behind.isEmpty() && behind.get(0) instanceof Literal next ? next.text() : "";
        boolean last = behind.stream().noneMatch(part -> part instanceof Placeholder);
        boolean delimited = !literal.isEmpty() && Escape.delimits(literal.codePointAt(0));
        int delimiter = !last && delimited ? literal.codePointAt(0) : Escape.NO_DELIMITER;
        String after = last || delimited ? literal : Escape.TERMINATOR + literal;
        try {
            Slot slot = new Slot(site, placeholder, origins.of(placeholder.root()), delimiter, after);
            slot.check();
            return slot;
        } catch (KeyProblem e) {
            throw new IllegalArgumentException(site.message(placeholder.source(), e.predicate()), e.getCause());
        }
    }

    /**
     * Builds the key of a call.
     *
     * @param target the object that the method is called on; null for a static method
     * @param args the call's arguments, boxed
     * @param variables the variables that are bound, by name; of those only the template's are asked
     * @return the key, never empty
     * @throws InvalidKeyException that names method, attribute, template, placeholder and the remedy, and no value: a
     *     value on the way is null or empty, has no text of its own (an array, a container, an object without a
     *     {@code toString}), has no such property or one that fails; or a variable is not bound or fails
     */
    public String render(
            @Nullable Object target,
            @Nullable Object[] args,
            Map<String, ? extends Supplier<? extends KeyVariable>> variables) {
        return switch (slots.length) {
            case 0 -> head;
            case 1 -> join(slots[0].value(target, args, variables), slots[0].after());
            case 2 ->
                join(
                        slots[0].value(target, args, variables),
                        slots[0].after(),
                        slots[1].value(target, args, variables),
                        slots[1].after());
            default -> joinAll(target, args, variables);
        };
    }

    // One and two placeholders, as most keys have: no buffer, and numbers go in without becoming a text of their own.

    private String join(Object a, String afterA) {
        return a instanceof String text ? head + text + afterA : head + number(a) + afterA;
    }

    private String join(Object a, String afterA, Object b, String afterB) {
        if (a instanceof String text) {
            return b instanceof String other
                    ? head + text + afterA + other + afterB
                    : head + text + afterA + number(b) + afterB;
        }
        return b instanceof String other
                ? head + number(a) + afterA + other + afterB
                : head + number(a) + afterA + number(b) + afterB;
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private String joinAll(
            @Nullable Object target,
            @Nullable Object[] args,
            Map<String, ? extends Supplier<? extends KeyVariable>> variables) {
        StringBuilder key = new StringBuilder(capacity).append(head);
        for (Slot slot : slots) {
            key.append(slot.value(target, args, variables)).append(slot.after());
        }
        return key.toString();
    }

    /**
     * The variables that the template asks for.
     *
     * @return their names, in the order of the template, unmodifiable
     */
    public Set<String> variableNames() {
        return variableNames;
    }
}
