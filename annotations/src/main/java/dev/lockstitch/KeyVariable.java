package dev.lockstitch;

/**
 * A value that a key template takes from the application by name, {@code {#tenant}}: bound in Guice with
 * {@code LockstitchModule.variable(binder(), "tenant")}, request-scoped if need be.
 */
@FunctionalInterface
public interface KeyVariable {

    /**
     * The value for the call that is about to be made; asked for on the caller's thread, once per placeholder and call.
     *
     * @return the value, neither null nor empty: a failure is an {@link InvalidKeyException} for the caller, never a
     *     reason to go unguarded
     */
    String value();
}
