package dev.lockstitch.weaver;

import java.util.function.Function;

/** A plan, or why there is none: kept as text, because an exception would carry the stack trace of another call. */
sealed interface Planned<P> {

    P plan();

    static <P> Planned<P> of(Function<GuardedMethod, P> planner, GuardedMethod method) {
        try {
            return new Sound<>(planner.apply(method));
        } catch (UnsupportedOperationException e) {
            return new Unsupported<>(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Wrong<>(String.valueOf(e.getMessage()));
        }
    }

    record Sound<P>(P plan) implements Planned<P> {}

    record Wrong<P>(String why) implements Planned<P> {
        @Override
        public P plan() {
            throw new IllegalArgumentException(why);
        }
    }

    record Unsupported<P>(String why) implements Planned<P> {
        @Override
        public P plan() {
            throw new UnsupportedOperationException(why);
        }
    }
}
