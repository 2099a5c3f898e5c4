package dev.lockstitch.weaver.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key template must know of its method.
 *
 * @param display the method for messages, like {@code Shop.pay(Order)}
 * @param declaringType the class that declares it
 * @param isStatic whether it is called without an object
 * @param parameterTypes the types of its parameters
 * @param parameterNames their names, or null when the class file does not tell them
 */
public record MethodShape(
        String display,
        Class<?> declaringType,
        boolean isStatic,
        List<Class<?>> parameterTypes,
        @Nullable List<String> parameterNames) {

    /**
     * Copies the lists.
     *
     * @param display the method for messages
     * @param declaringType the class that declares it
     * @param isStatic whether it is called without an object
     * @param parameterTypes the types of its parameters
     * @param parameterNames their names or null
     * @throws IllegalArgumentException when there are not as many names as types
     */
    public MethodShape {
        parameterTypes = List.copyOf(parameterTypes);
        parameterNames = parameterNames == null ? null : List.copyOf(parameterNames);
        if (parameterNames != null && parameterNames.size() != parameterTypes.size()) {
            throw new IllegalArgumentException(display + ": " + parameterTypes.size() + " parameter types but "
                    + parameterNames.size() + " names");
        }
    }
}
