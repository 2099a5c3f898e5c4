package dev.lockstitch.redis.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All messages of a Redis over one socket, without any client library in between, so that to listen costs nothing. */
public final class Messages implements AutoCloseable {

    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private final Socket socket;

    public Messages(RedisProcess redis) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            socket.getOutputStream().write(RawRequest.encoded("PSUBSCRIBE", "*"));
            RawRequest.read(in);
            Thread reader = new Thread(() -> read(in), "messages");
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls the listener on the only thread until what is returned is run. */
    public Runnable listen(String channel, Consumer<String> listener) {
        listeners.merge(
                channel,
                List.of(listener),
                (some, one) -> Stream.concat(some.stream(), one.stream()).toList());
        return () -> listeners.computeIfPresent(channel, (name, some) -> without(some, listener));
    }

    /** Null, which takes the channel out, when nobody is left. */
    private static @Nullable List<Consumer<String>> without(List<Consumer<String>> some, Consumer<String> one) {
        List<Consumer<String>> left = some.stream().filter(each -> each != one).toList();
        return left.isEmpty() ? null : left;
    }

    private void read(DataInputStream in) {
        try {
            while (true) {
                if (RawRequest.read(in) instanceof List<?> message && message.size() == 4) {
                    listeners
                            .getOrDefault(String.valueOf(message.get(2)), List.of())
                            .forEach(listener -> listener.accept(String.valueOf(message.get(3))));
                }
            }
        } catch (IOException e) {
            // Redis is gone, or we close.
            listeners.clear();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
