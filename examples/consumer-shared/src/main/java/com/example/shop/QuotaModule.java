package com.example.shop;

import com.google.inject.AbstractModule;
import com.google.inject.Inject;
import com.google.inject.Provider;
import dev.lockstitch.KeyVariable;
import dev.lockstitch.Limit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitHeaders;
import dev.lockstitch.RateLimitListener;
import dev.lockstitch.RateLimitOverrideTable;
import dev.lockstitch.RateLimitOverrides.Change;
import dev.lockstitch.guice.LockstitchModule;
import java.time.Duration;

/** What a module says about limits, as the README shows it. */
class QuotaModule extends AbstractModule {

    interface Response {
        void setHeader(String name, String value);
    }

    @Override
    protected void configure() {
        RateLimitOverrideTable table = new RateLimitOverrideTable();
        LockstitchModule.rateLimitOverrides(binder()).toInstance(table);
        change(table);
        LockstitchModule.rateLimitListener(binder()).to(ResponseHeaders.class);
        LockstitchModule.variable(binder(), "clientIp").to(ClientIp.class);
    }

    private static void change(RateLimitOverrideTable table) {
        table.put("api", "acme", Change.to(Limit.of(5000, Duration.ofMinutes(1))));
        table.put("search-day", Change.shadow(Limit.of(100, Duration.ofDays(1))));
        table.put("sms", Change.off());
        table.remove("sms");
    }

    static LockstitchModule local() {
        return LockstitchModule.builder()
                .onUnavailable(OnUnavailable.LOCAL)
                .localLimitShare(0.25)
                .build();
    }

    static class ResponseHeaders implements RateLimitListener {

        private final Provider<Response> response;

        @Inject
        ResponseHeaders(Provider<Response> response) {
            this.response = response;
        }

        @Override
        public void onDecision(RateLimitDecision decision) {
            RateLimitHeaders.of(decision).forEach(response.get()::setHeader);
        }
    }

    static class ClientIp implements KeyVariable {
        @Override
        public String value() {
            return "::1";
        }
    }
}
