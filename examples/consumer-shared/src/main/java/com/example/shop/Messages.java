package com.example.shop;

import dev.lockstitch.OnLimit;
import dev.lockstitch.RateLimited;
import jakarta.inject.Inject;

/** Sends text messages, which cost money. */
public class Messages {

    private final Ledger ledger;

    @Inject
    Messages(Ledger ledger) {
        this.ledger = ledger;
    }

    /** At most five per phone and hour, and not more than two at once. */
    @RateLimited(key = "sms:{phone}", permits = 5, period = "1h", burst = 2)
    public void sendCode(String phone) {
        ledger.write("code for " + phone);
    }

    /** Shares its limit with {@link #newsByMail}. */
    @RateLimited(key = "{customer.id}", permits = 2, period = "1d", name = "news")
    public void newsByPhone(Customer customer) {
        ledger.write("news for " + customer.phone());
    }

    /** Shares its limit with {@link #newsByPhone}. */
    @RateLimited(key = "{customer.id}", permits = 2, period = "1d", name = "news")
    public void newsByMail(Customer customer) {
        ledger.write("news for " + customer.id());
    }

    /** Is left out when there were too many. */
    @RateLimited(key = "{phone}", permits = 1, period = "1d", onLimit = OnLimit.SKIP)
    public void remind(String phone) {
        ledger.write("reminder for " + phone);
    }
}
