package dev.lockstitch.weaver;

import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A call that was not woven, and a count of the runs of its body. */
final class FakeCall implements Call {

    private final @Nullable Object target;
    private final Callable<? extends @Nullable Object> body;
    private final @Nullable Object[] args;
    int runs;

    FakeCall(@Nullable Object target, Callable<? extends @Nullable Object> body, @Nullable Object... args) {
        this.target = target;
        this.body = body;
        this.args = args;
    }

    @Override
    public @Nullable Object target() {
        return target;
    }

    @Override
    public @Nullable Object[] args() {
        return args;
    }

    @Override
    public @Nullable Object proceed() throws Exception {
        runs++;
        return body.call();
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
}
