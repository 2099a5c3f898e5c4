package dev.lockstitch;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The container that the compiler uses where {@link RateLimited} stands more than once. Write the limits instead. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface RateLimits {

    /**
     * The limits, in the order in which they are written.
     *
     * @return the limits
     */
    RateLimited[] value();
}
