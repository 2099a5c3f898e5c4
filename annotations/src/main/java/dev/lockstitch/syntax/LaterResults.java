package dev.lockstitch.syntax;

import java.util.Set;

/** Results of methods whose work goes on after they returned. By name: none of them has to be on the class path. */
public final class LaterResults {

    /** They, and everything that inherits from them. */
    public static final Set<String> ALL = Set.of(
            "java.util.concurrent.Future",
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.Flow$Publisher",
            "java.util.concurrent.Flow.Publisher",
            "org.reactivestreams.Publisher",
            "io.reactivex.rxjava3.core.CompletableSource",
            "io.reactivex.rxjava3.core.MaybeSource",
            "io.reactivex.rxjava3.core.ObservableSource",
            "io.reactivex.rxjava3.core.SingleSource");

    /**
     * Those whose end can be waited for. None that inherits from them: a result of a type that only its maker can make
     * cannot be handed out before the lock or the permits are there.
     */
    public static final Set<String> FOLLOWED = Set.of(
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.CompletableFuture",
            "com.google.common.util.concurrent.ListenableFuture",
            "reactor.core.publisher.Mono",
            "reactor.core.publisher.Flux");

    private LaterResults() {}

    /**
     * Why a guard on a method with such a result is refused.
     *
     * @param type the type, as messages name it
     * @return what is wrong and what to do, to stand behind the annotation's name
     */
    public static String notFollowed(String type) {
        return ": a method that returns " + type + " cannot be guarded, because its work goes on after it returned and"
                + " the guard would not; declare CompletionStage, CompletableFuture, ListenableFuture, Mono or Flux, or"
                + " guard the method that does the work and returns its result";
    }
}
