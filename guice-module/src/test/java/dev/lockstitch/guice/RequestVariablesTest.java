package dev.lockstitch.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.OutOfScopeException;
import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.KeyVariable;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.redis.testing.CommandCounts;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.weaver.Handoff;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RequestVariablesTest {

    private static RedisProcess redis;

    private Duration startBudget = Duration.ofSeconds(10);
    private final RequestScope scope = new RequestScope();
    private final RequestApi api = new RequestApi();
    private final WovenCall search = new WovenCall(api, "search");
    private final WovenCall order = new WovenCall(api, "order");

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void close() {
        Handoff.closeInstalled();
    }

    /** What a web framework knows of a request. */
    record Http(@Nullable String tenant) {}

    @SuppressWarnings("NullAway") // an application that forgets to check is what is tested
    static final class TenantVariable implements KeyVariable {

        private final Http http;

        @Inject
        TenantVariable(Http http) {
            this.http = http;
        }

        @Override
        public String value() {
            return http.tenant();
        }
    }

    private Coordinator coordinator(String url) {
        return coordinator(url, () -> {
            throw new IllegalStateException("no such header");
        });
    }

    private Coordinator coordinator(String url, KeyVariable clientIp) {
        return Guice.createInjector(
                        LockstitchModule.builder()
                                .redis(url)
                                .startBudget(startBudget)
                                .build(),
                        new AbstractModule() {
                            @Override
                            protected void configure() {
                                bind(Http.class)
                                        .toProvider(() -> {
                                            throw new IllegalStateException("not seeded");
                                        })
                                        .in(scope);
                                LockstitchModule.variable(binder(), "tenant")
                                        .to(TenantVariable.class)
                                        .in(scope);
                                LockstitchModule.variable(binder(), "clientIp").toInstance(clientIp);
                            }
                        })
                .getInstance(Coordinator.class);
    }

    private void request(@Nullable String tenant, WovenCall call, String argument) throws Throwable {
        try (RequestScope.Request request = scope.begin().with(Http.class, new Http(tenant))) {
            assertThat(request).isNotNull();
            call.with(argument);
        }
    }

    @Test
    void eachTenantOfEachRequestHasPermitsOfItsOwn() throws Throwable {
        try (Coordinator coordinator = coordinator(redis.url())) {
            request("acme", search, "1");
            assertThat(coordinator.isRedisAvailable()).isTrue();
            request("zeta", search, "2");
            request("acme", search, "3");
            request("zeta", search, "4");
            assertThatExceptionOfType(RateLimitExceededException.class)
                    .isThrownBy(() -> request("acme", search, "5"))
                    .satisfies(e -> assertThat(e.decision().binding().key()).isEqualTo("acme"));
            request("third", search, "6");
        }
        assertThat(api.calls).containsExactly("1", "2", "3", "4", "6");
    }

    @Test
    void outOfItsScopeTheKeyIsWrong() throws Throwable {
        try (Coordinator coordinator = coordinator(redis.url())) {
            assertThat(coordinator).isNotNull();
            refused(
                            () -> search.with("x"),
                            "RequestApi.search(String)",
                            "key = \"{#tenant}\": {#tenant}: #tenant failed with ",
                            "scope")
                    .hasRootCauseInstanceOf(OutOfScopeException.class);
            request("within", search, "y");
            refused(() -> search.with("z"), "{#tenant}", "scope");
        }
        assertThat(api.calls).containsExactly("y");
    }

    @Test
    void withoutAValueTheKeyIsWrong() {
        try (Coordinator coordinator = coordinator(redis.url())) {
            assertThat(coordinator).isNotNull();
            refused(() -> request(null, search, "x"), "{#tenant}: #tenant is null", "must not share a key");
            refused(() -> request("", search, "x"), "{#tenant}: #tenant is empty", "must not share a key");
        }
        assertThat(api.calls).isEmpty();
    }

    @Test
    void aVariableThatFailsIsNamedAndNoLimitOfTheCallIsCharged() throws Throwable {
        try (Coordinator coordinator = coordinator(redis.url())) {
            request("charged", search, "first");
            long scripts = CommandCounts.scripts(redis);
            refused(
                            () -> request("charged", order, "tea"),
                            "RequestApi.order(String)",
                            "key = \"{item}:{#clientIp}\": {#clientIp}: #clientIp failed with",
                            "IllegalStateException")
                    .hasRootCauseMessage("no such header");
            assertThat(CommandCounts.scripts(redis)).isEqualTo(scripts);
            assertThat(coordinator.isRedisAvailable()).isTrue();
        }
        assertThat(api.calls).containsExactly("first");
    }

    @Test
    @SuppressWarnings("NullAway") // what a careless application does
    void aVariableThatYieldsNothingIsNamed() {
        try (Coordinator coordinator = coordinator(redis.url(), () -> null)) {
            assertThat(coordinator).isNotNull();
            refused(() -> request("acme", order, "tea"), "{#clientIp}: #clientIp is null");
        }
        try (Coordinator coordinator = coordinator(redis.url(), () -> "")) {
            assertThat(coordinator).isNotNull();
            refused(() -> request("acme", order, "tea"), "{#clientIp}: #clientIp is empty");
        }
        assertThat(api.calls).isEmpty();
    }

    /** To proceed is for outages of Redis: who is limited must be known all the same. */
    @Test
    void withoutRedisAWrongKeyIsStillNoReasonToProceed() throws Throwable {
        startBudget = Duration.ofMillis(100);
        try (RedisProcess away = RedisProcess.notStarted();
                Coordinator coordinator = coordinator(away.url())) {
            request("acme", search, "unguarded");
            assertThat(coordinator.isRedisAvailable()).isFalse();
            refused(() -> search.with("x"), "{#tenant}", "scope");
            refused(() -> request(null, search, "x"), "#tenant is null");
            refused(() -> request("", search, "x"), "#tenant is empty");
            refused(() -> request("acme", order, "x"), "#clientIp failed with");
            request("acme", search, "unguarded again");
        }
        assertThat(api.calls).containsExactly("unguarded", "unguarded again");
    }

    @Test
    void aWrongKeyIsNeitherSkippedNorLeftToAFallback() {
        RequestApi.Lenient lenient = new RequestApi.Lenient();
        WovenCall call = new WovenCall(lenient, "search");
        try (Coordinator coordinator = coordinator(redis.url())) {
            assertThat(coordinator).isNotNull();
            refused(() -> call.with("x"), "Lenient.search(String)", "#tenant failed with");
            refused(() -> request("", call, "x"), "Lenient.search(String)", "#tenant is empty");
        }
        assertThat(lenient.calls).isEmpty();
    }

    private interface Call {
        void run() throws Throwable;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Call call, String... texts) {
        return assertThatThrownBy(call::run)
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContainingAll(texts);
    }
}
