package dev.lockstitch.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** A real Redis that the quickstart starts on a free port of loopback, and that keeps nothing on disk. */
final class OwnRedis implements ShopRedis {

    private final int port;
    private final RedisServer server;

    OwnRedis() throws IOException {
        port = freePort();
        try {
            server = RedisServer.builder()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
        } catch (RuntimeException e) {
            throw new IOException(
                    "no Redis could be started here (one for Linux and macOS comes with the quickstart); start one and set"
                            + " REDIS_URL=redis://host:port: " + e.getMessage(),
                    e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public String description() {
        return "a Redis of our own on 127.0.0.1:" + port;
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void close() {
        server.stop();
    }
}
