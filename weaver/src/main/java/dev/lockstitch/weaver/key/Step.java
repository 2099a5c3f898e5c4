package dev.lockstitch.weaver.key;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** One property of a path, looked up once per class. Thread-safe. */
final class Step {

    private final String name;
    private final ClassValue<MethodHandle> readers;

    Step(String name) {
        this.name = name;
        this.readers = new ClassValue<>() {
            @Override
            protected MethodHandle computeValue(Class<?> type) {
                return Properties.reader(type, name);
            }
        };
    }

    String name() {
        return name;
    }

    /** Fails when no value of this class can have the property. */
    void require(Class<?> type) {
        readers.get(type);
    }

    @Nullable
    Object read(Object owner) {
        MethodHandle reader = readers.get(owner.getClass());
        try {
            return (Object) reader.invokeExact(owner);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new KeyProblem(
                    "is a " + owner.getClass().getTypeName() + " whose \"" + name + "\" threw "
                            + e.getClass().getName() + "; see the cause",
                    e);
        }
    }
}
