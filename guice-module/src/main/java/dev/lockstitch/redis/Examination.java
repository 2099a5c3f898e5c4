package dev.lockstitch.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redisson.config.Config;
import org.redisson.misc.RedisURI;

/** Looks at the servers of a configuration over sockets of its own, each for about a second at the most. */
final class Examination {

    private static final int MOST_SERVERS = 3;
    private static final int CONNECT_MILLIS = 300;

    /**
     * What was seen.
     *
     * @param well whether a Redis answers there as it should
     * @param fault what is wrong; null when nothing is, or when nobody is there
     * @param certain false: a Redis that hangs, or that is about to start, would look the same
     */
    record Result(boolean well, @Nullable Failure fault, boolean certain) {

        static final Result WELL = new Result(true, null, true);
        static final Result AWAY = new Result(false, null, true);

        static Result fault(String reason, String remedy) {
            return new Result(false, new Failure(Failure.Kind.MISCONFIGURED, reason, remedy), true);
        }

        static Result guess(String reason, String remedy) {
            return new Result(false, new Failure(Failure.Kind.BROKEN, reason, remedy), false);
        }

        Result at(String address) {
            return fault == null
                    ? this
                    : new Result(
                            well,
                            new Failure(fault.kind(), fault.reason() + " [" + address + "]", fault.remedy()),
                            certain);
        }
    }

    private final Config config;
    private final RedisURI uri;

    private Examination(Config config, RedisURI uri) {
        this.config = config;
        this.uri = uri;
    }

    /** The first fault, unless one of the servers is well. */
    static Result of(Config config, List<String> addresses) {
        Result first = Result.AWAY;
        for (String address : addresses.subList(0, Math.min(addresses.size(), MOST_SERVERS))) {
            RedisURI uri = new RedisURI(address);
            Result result = new Examination(config, uri).result();
            if (result.well()) {
                return result;
            }
            if (first.fault() == null) {
                first = addresses.size() == 1 ? result : result.at(uri.getHost() + ':' + uri.getPort());
            }
        }
        return first;
    }

    private Result result() {
        try {
            return uri.isUDS() ? Result.AWAY : uri.isSsl() ? overTls() : overPlainText();
        } catch (UnknownHostException e) {
            return new Result(false, Failures.of(e), true);
        } catch (IOException e) {
            // Nobody listens there, or nothing gets through: an outage.
            return Result.AWAY;
        }
    }

    private Result overPlainText() throws IOException {
        try (Socket socket = connect()) {
            Greeting greeting = Greeting.of(socket);
            if (greeting.isFromNobody()) {
                TlsGreeting tls = TlsGreeting.of(connect(), uri, config);
                greeting = tls.isTls() ? Greeting.TLS : Greeting.late(socket, greeting);
            }
            return switch (greeting.kind()) {
                case REDIS -> Result.WELL;
                case TLS ->
                    Result.fault(
                            "the server speaks TLS on that port, but the address says plain text",
                            "write " + other() + ":// in place of " + uri.getScheme()
                                    + "://, or give the port without TLS");
                default -> stranger(greeting);
            };
        }
    }

    private Result overTls() throws IOException {
        TlsGreeting tls = TlsGreeting.of(connect(), uri, config);
        if (tls.isTls()) {
            return tls.result();
        }
        try (Socket socket = connect()) {
            Greeting greeting = Greeting.of(socket);
            return switch (greeting.kind()) {
                case REDIS ->
                    Result.fault(
                            "the server speaks plain text on that port, but the address says TLS",
                            "write " + other() + ":// in place of " + uri.getScheme()
                                    + "://, or give the port with TLS");
                // It does speak TLS, only too slowly for us.
                case TLS -> Result.AWAY;
                default -> stranger(greeting);
            };
        }
    }

    static Result stranger(Greeting greeting) {
        return switch (greeting.kind()) {
            case HTTP -> Result.fault("what listens there is no Redis: it speaks HTTP", "check host and port");
            case OTHER ->
                Result.fault("what listens there is no Redis: it says " + greeting.said(), "check host and port");
            case CLOSED ->
                Result.guess(
                        "what listens there closes each connection at once",
                        "check host and port, and whether a Redis runs behind it");
            default ->
                Result.guess(
                        "what listens there says nothing, neither in plain text nor in TLS",
                        "check host and port; if it is a Redis, it hangs");
        };
    }

    private String other() {
        String scheme = uri.getScheme();
        return uri.isSsl() ? scheme.substring(0, scheme.length() - 1) : scheme + 's';
    }

    private Socket connect() throws IOException {
        IOException last = new IOException("no address");
        for (InetAddress each : InetAddress.getAllByName(uri.getHost())) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(each, uri.getPort()), CONNECT_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }
}
