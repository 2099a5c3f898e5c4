package com.example.shapes;

import dev.lockstitch.RateLimited;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A team's own annotation that means a rate limit. */
@RateLimited(key = "{0}", permits = 10, period = "1s", name = "gently")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Gently {}
