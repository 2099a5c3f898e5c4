package dev.lockstitch.weaver;

import dev.lockstitch.Limit;
import dev.lockstitch.weaver.key.KeyTemplate;

/** What one {@code @RateLimited} says, read once. */
record LimitRule(String name, KeyTemplate key, Limit limit, boolean skipWhenExceeded, Fallback fallback) {}
