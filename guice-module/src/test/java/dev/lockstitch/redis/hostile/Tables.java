package dev.lockstitch.redis.hostile;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How much stands in the library's own maps and collections, wherever they are. */
final class Tables {

    private final Map<String, Integer> sizes = new TreeMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Tables() {}

    /** By class and field; the sizes of fields of the same name are added up. */
    static Map<String, Integer> of(Object root) {
        Tables tables = new Tables();
        tables.visit(root);
        return tables.sizes;
    }

    private void visit(Object object) {
        if (!object.getClass().getName().startsWith("dev.lockstitch.") || !seen.add(object)) {
            return;
        }
        for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    visit(type.getSimpleName() + "." + field.getName(), value(field, object));
                }
            }
        }
    }

    private void visit(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            sizes.merge(name, map.size(), Integer::sum);
        } else if (value instanceof Collection<?> collection) {
            sizes.merge(name, collection.size(), Integer::sum);
            collection.forEach(this::visit);
        } else if (value != null) {
            visit(value);
        }
    }

    private static @Nullable Object value(Field field, Object of) {
        try {
            return field.trySetAccessible() ? field.get(of) : null;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
