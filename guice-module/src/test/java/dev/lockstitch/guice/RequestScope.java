package dev.lockstitch.guice;

import com.google.inject.Key;
import com.google.inject.OutOfScopeException;
import com.google.inject.Provider;
import com.google.inject.Scope;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scope as web frameworks have one: it ends with the request, and a thread has at most one. */
final class RequestScope implements Scope {

    private final ThreadLocal<@Nullable Map<Key<?>, Object>> current = new ThreadLocal<>();

    /** One request, begun on this thread. */
    final class Request implements AutoCloseable {

        private Request() {
            current.set(new HashMap<>());
        }

        <T> Request with(Class<T> type, T value) {
            values(Key.get(type)).put(Key.get(type), value);
            return this;
        }

        @Override
        public void close() {
            current.remove();
        }
    }

    Request begin() {
        return new Request();
    }

    @Override
    @SuppressWarnings("unchecked") // what stands under a key was put there for it
    public <T> Provider<T> scope(Key<T> key, Provider<T> unscoped) {
        return () -> (T) values(key).computeIfAbsent(key, absent -> unscoped.get());
    }

    private Map<Key<?>, Object> values(Key<?> key) {
        Map<Key<?>, Object> values = current.get();
        if (values == null) {
            throw new OutOfScopeException("Cannot access " + key + " outside of a request");
        }
        return values;
    }
}
