package dev.lockstitch.weaver;

import java.util.Arrays;
import java.util.concurrent.Callable;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.Signature;
import org.aspectj.lang.reflect.SourceLocation;
import org.aspectj.runtime.internal.AroundClosure;
import org.jspecify.annotations.Nullable;

/** A call that was not woven, and a count of the runs of its body. */
final class FakeCall implements ProceedingJoinPoint {

    private final @Nullable Object target;
    private final Callable<? extends @Nullable Object> body;
    private final @Nullable Object[] args;
    volatile int runs;

    FakeCall(@Nullable Object target, Callable<? extends @Nullable Object> body, @Nullable Object... args) {
        this.target = target;
        this.body = body;
        this.args = args;
    }

    /** The guarded method of that name, as it is known when it is called. */
    static GuardedMethod method(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .filter(Declarations::isGuarded)
                .map(GuardedMethod::of)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no annotated method " + name + " in " + type));
    }

    @Override
    public @Nullable Object getTarget() {
        return target;
    }

    @Override
    public @Nullable Object[] getArgs() {
        return args;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public @Nullable Object proceed() throws Exception {
        runs++;
        return body.call();
    }

    @Override
    public @Nullable Object getThis() {
        return target;
    }

    @Override
    public Object proceed(@Nullable Object[] other) {
        throw new AssertionError("the advice never changes arguments");
    }

    @Override
    public void set$AroundClosure(AroundClosure closure) {
        throw new AssertionError("not woven");
    }

    @Override
    public Signature getSignature() {
        throw new AssertionError("the advice reads plans");
    }

    @Override
    public SourceLocation getSourceLocation() {
        throw new AssertionError("the advice reads plans");
    }

    @Override
    public String getKind() {
        throw new AssertionError("the advice reads plans");
    }

    @Override
    public StaticPart getStaticPart() {
        throw new AssertionError("the advice reads plans");
    }

    @Override
    public String toShortString() {
        return "fake";
    }

    @Override
    public String toLongString() {
        return "fake";
    }
}
