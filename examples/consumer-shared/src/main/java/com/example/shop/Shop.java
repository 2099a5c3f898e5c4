package com.example.shop;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.guice.LockstitchBuilder;
import dev.lockstitch.guice.LockstitchModule;
import java.time.Duration;

/** How the shop is put together. */
public final class Shop {

    private Shop() {}

    /** With the Redis that the environment names. */
    public static Injector open(Ledger ledger) {
        Injector injector = Guice.createInjector(new LockstitchModule(), new ShopModule(ledger));
        return injector;
    }

    /** With settings of its own. */
    public static Injector open(LockstitchBuilder settings, Ledger ledger) {
        return Guice.createInjector(settings.build(), new ShopModule(ledger));
    }

    /** The shop's settings. */
    public static LockstitchBuilder settings(String redisUrl) {
        LockstitchBuilder settings = LockstitchModule.builder()
                .redis(redisUrl)
                .keyPrefix("shop")
                .onUnavailable(OnUnavailable.PROCEED)
                .decisionBudget(Duration.ofMillis(250))
                .lockLease(Duration.ofSeconds(30));
        return settings;
    }
}
