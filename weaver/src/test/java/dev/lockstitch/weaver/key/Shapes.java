package dev.lockstitch.weaver.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Methods for templates to stand on. */
final class Shapes {

    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private Shapes() {}

    /** A method of an object with parameters a, b, c, d of these types. */
    static MethodShape method(Class<?>... types) {
        return new MethodShape("Shop.pay", Object.class, false, List.of(types), NAMES.subList(0, types.length));
    }

    static String render(String template, Object... args) {
        Class<?>[] types = new Class<?>[args.length];
        Arrays.fill(types, Object.class);
        return KeyTemplate.compile(template, method(types), "key").render(new Object(), args, Map.of());
    }

    /** Renders {@code {a}literal{b}literal{c}} with these values. */
    static String render(List<String> literals, List<String> values) {
        return compile(literals).render(null, values.toArray(), Map.of());
    }

    static KeyTemplate compile(List<String> literals) {
        StringBuilder template = new StringBuilder(braced(literals.get(0)));
        List<Class<?>> types = new ArrayList<>();
        for (int i = 1; i < literals.size(); i++) {
            template.append('{').append(i - 1).append('}').append(braced(literals.get(i)));
            types.add(String.class);
        }
        MethodShape method = new MethodShape("Shop.pay", Object.class, true, types, null);
        return KeyTemplate.compile(template.toString(), method, "key");
    }

    private static String braced(String literal) {
        return literal.replace("{", "{{").replace("}", "}}");
    }
}
