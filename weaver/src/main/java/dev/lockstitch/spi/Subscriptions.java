package dev.lockstitch.spi;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;

/** From answers to subscriptions. */
final class Subscriptions {

    private Subscriptions() {}

    /** Subscribes to what is to be done; whatever is thrown on the way fails the subscription, fatal or not. */
    static <T> Publisher<T> begin(Beginning<T> beginning) {
        return subscriber -> {
            try {
                beginning.with(subscriber);
            } catch (Throwable thrown) {
                Operators.error(subscriber, thrown);
            }
        };
    }

    static <P> P given(@Nullable P publisher) {
        return Objects.requireNonNull(publisher, "the body gave null instead of a Mono or Flux");
    }

    static <O> void emit(MonoSink<O> sink, @Nullable O outcome, @Nullable Throwable failure) {
        if (failure == null) {
            sink.success(outcome);
        } else {
            sink.error(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
    }

    interface Beginning<T> {
        void with(Subscriber<? super T> subscriber) throws Throwable;
    }
}
