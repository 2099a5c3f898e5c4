package dev.lockstitch.weaver;

import org.jspecify.annotations.Nullable;

/**
 * What Reactor's two have in common: the method itself runs on each subscription, and all that goes wrong fails the
 * subscription.
 */
abstract class ReactiveLater implements Later {

    @Override
    public final Object wrong(IllegalArgumentException e) {
        return failed(e);
    }

    /** The method's own, which must be there: nobody can subscribe to null. */
    @SuppressWarnings("unchecked")
    static <P> Later.Conversion<P> publisher(String type, String display) {
        return (@Nullable Object result) -> {
            if (result == null) {
                throw new NullPointerException(display + " returned null instead of a " + type);
            }
            return (P) result;
        };
    }
}
