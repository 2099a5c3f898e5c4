package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.reflect.MethodSignature;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCacheTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void theAnnotationIsReadOncePerMethod() throws Exception {
        PlanCache<LockPlan> plans = new PlanCache<>(LockPlanner::plan);
        JoinPoint.StaticPart pay = part(Shapes.class.getDeclaredMethod("instance", String.class));

        assertThat(plans.get(pay)).isSameAs(plans.get(pay));
    }

    @Test
    void anApplicationThatIsUnloadedIsNotKeptByItsPlans() throws Exception {
        PlannedGuards guards = new PlannedGuards(new FakeCoordinator().wiring());
        WeakReference<Class<?>> application = callOnceAndForget(guards);

        long end = System.nanoTime() + PATIENCE.toNanos();
        while (application.get() != null && System.nanoTime() < end) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(application.get()).isNull();
        assertThat(guards.wiring()).isNotNull();
    }

    private WeakReference<Class<?>> callOnceAndForget(PlannedGuards guards) throws Exception {
        Class<?> shop = Compiled.of(folder, "shop.Shop", """
                        package shop;
                        public class Shop {
                            @dev.lockstitch.DistributedLock(key = "k", fallback = "instead")
                            @dev.lockstitch.RateLimited(key = "k", permits = 1, fallback = "instead")
                            public static void pay() {}
                            public static void instead() {}
                        }
                        """).type();
        JoinPoint.StaticPart part = part(shop.getDeclaredMethod("pay"));
        try {
            assertThat(guards.lock(part, new FakeCall(null, () -> "paid"))).isEqualTo("paid");
            assertThat(guards.limit(part, new FakeCall(null, () -> "paid"))).isEqualTo("paid");
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return new WeakReference<>(shop);
    }

    private static JoinPoint.StaticPart part(Method method) {
        MethodSignature signature = answering(MethodSignature.class, (name) -> switch (name) {
            case "getMethod" -> method;
            case "getDeclaringType" -> method.getDeclaringClass();
            default -> null;
        });
        return answering(JoinPoint.StaticPart.class, name -> name.equals("getSignature") ? signature : null);
    }

    private interface Answers {
        @Nullable
        Object to(String method);
    }

    private static <T> T answering(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            if (called.getName().equals("hashCode")) {
                return System.identityHashCode(proxy);
            }
            return called.getName().equals("equals") ? (Object) (proxy == args[0]) : answers.to(called.getName());
        }));
    }
}
