package com.example.shapes;

import dev.lockstitch.DistributedLock;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A team's own annotation that means a lock. */
@DistributedLock(key = "account:{0}", waitTime = "2s")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface PerAccount {}
