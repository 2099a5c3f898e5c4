package com.example.shop;

import dev.lockstitch.KeyVariable;

/** Whose shop it is, for keys that say {@code {#tenant}}. */
public class TenantVariable implements KeyVariable {

    private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

    /** Says who the calls of this thread are for. */
    public static void set(String tenant) {
        TENANT.set(tenant);
    }

    @Override
    public String value() {
        return TENANT.get();
    }
}
