package com.example.shop;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimited;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitRequest;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;

/** Limits in depth, as the README shows them. */
class Quotas {

    private static final Limit FIVE_AN_HOUR = Limit.of(5, Duration.ofHours(1));

    interface Gateway {
        void send(String phone) throws ConnectException;
    }

    private final Ledger ledger;
    private final Gateway gateway;
    private final Coordinator coordinator;

    Quotas(Ledger ledger, Gateway gateway, Coordinator coordinator) {
        this.ledger = ledger;
        this.gateway = gateway;
        this.coordinator = coordinator;
    }

    @RateLimited(key = "import:{customerId}", cost = "{rows.size}", permits = 10_000, period = "1h")
    public void importRows(String customerId, List<String> rows) {
        ledger.write("imported " + rows.size() + " rows");
    }

    @RateLimited(key = "carrier:{carrier}", permits = 5, burst = 1, waitTime = "20s")
    public void announce(String carrier, String parcel) {
        ledger.write("announced " + parcel);
    }

    @RateLimited(key = "{customerId}", name = "search-second", permits = 5)
    @RateLimited(key = "{customerId}", name = "search-day", permits = 1000, period = "1d")
    public String search(String customerId, String text) {
        return "found " + text;
    }

    @RateLimited(key = "sms:{phone}", permits = 5, period = "1h", refundOn = ConnectException.class)
    public void sendCode(String phone) throws ConnectException {
        gateway.send(phone);
    }

    @RateLimited(key = "{#clientIp}", name = "login", permits = 10, period = "1m")
    public boolean login(String user) {
        return !user.isBlank();
    }

    void fax(String number) {
        RateLimitDecision decision = coordinator.tryAcquire(LimitRequest.of("fax:" + number, FIVE_AN_HOUR));
        if (decision.granted() && !sent(number)) {
            coordinator.refund(decision);
        }
    }

    private boolean sent(String number) {
        ledger.write("fax to " + number);
        return !number.isBlank();
    }
}
