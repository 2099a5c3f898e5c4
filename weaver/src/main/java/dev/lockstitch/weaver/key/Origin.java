package dev.lockstitch.weaver.key;

import dev.lockstitch.KeyVariable;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the value of a placeholder comes from, settled for its method. */
sealed interface Origin {

    @Nullable
    Object read(
            @Nullable Object target,
            @Nullable Object[] args,
            Map<String, ? extends Supplier<? extends KeyVariable>> variables);

    String display();

    /** The type that every value has if it has one that no class can extend, else null. */
    @Nullable
    Class<?> exactType();

    record Argument(int index, String display, Class<?> type) implements Origin {

        @Override
        public @Nullable Object read(
                @Nullable Object target,
                @Nullable Object[] args,
                Map<String, ? extends Supplier<? extends KeyVariable>> variables) {
            return args[index];
        }

        @Override
        public @Nullable Class<?> exactType() {
            return Types.exact(type);
        }
    }

    record Target(Class<?> type) implements Origin {

        @Override
        public @Nullable Object read(
                @Nullable Object target,
                @Nullable Object[] args,
                Map<String, ? extends Supplier<? extends KeyVariable>> variables) {
            return target;
        }

        @Override
        public String display() {
            return "this";
        }

        @Override
        public @Nullable Class<?> exactType() {
            return Types.exact(type);
        }
    }

    record Variable(String name) implements Origin {

        @Override
        public @Nullable Object read(
                @Nullable Object target,
                @Nullable Object[] args,
                Map<String, ? extends Supplier<? extends KeyVariable>> variables) {
            Supplier<? extends KeyVariable> supplier = variables.get(name);
            if (supplier == null) {
                throw new KeyProblem("is not bound; bound are: "
                        + (variables.isEmpty() ? "none" : String.join(", ", new TreeSet<>(variables.keySet())))
                        + "; bind it with LockstitchModule.variable(binder(), \"" + name + "\").to(...)");
            }
            try {
                KeyVariable variable = supplier.get();
                return variable == null ? null : variable.value();
            } catch (RuntimeException e) {
                throw new KeyProblem(
                        "failed with " + e.getClass().getName()
                                + "; see the cause, and whether the call is within the variable's scope",
                        e);
            }
        }

        @Override
        public String display() {
            return "#" + name;
        }

        @Override
        public @Nullable Class<?> exactType() {
            return null;
        }
    }
}
