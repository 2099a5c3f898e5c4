package dev.lockstitch.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes connections on, byte for byte, until it is cut: then it refuses and closes all, as a stopped server does. To be
 * cut and restored by one thread.
 */
final class Relay {

    private final String host;
    private final int targetPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private Thread acceptor;

    Relay(String host, int targetPort) throws IOException {
        this.host = host;
        this.targetPort = targetPort;
        listener = listen(0);
        acceptor = accepting(listener);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut() throws IOException, InterruptedException {
        listener.close();
        // A thread inside accept() keeps the port taken until it has noticed.
        acceptor.join();
        open.forEach(this::end);
    }

    void restore() throws IOException {
        listener = listen(port());
        acceptor = accepting(listener);
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    private Thread accepting(ServerSocket from) {
        return Threads.daemon("relay", () -> {
            try {
                while (true) {
                    Socket client = from.accept();
                    open.add(client);
                    Threads.daemon("relay connection", () -> connect(from, client));
                }
            } catch (IOException e) {
                // Cut.
            }
        });
    }

    private void connect(ServerSocket from, Socket client) {
        try {
            Socket server = new Socket(host, targetPort);
            open.add(server);
            if (from.isClosed()) {
                end(server);
            }
            Threads.daemon("relay connection", () -> pump(server, client));
            pump(client, server);
        } catch (IOException e) {
            // The target refused: closing the client's connection tells it.
            end(client);
        }
    }

    private void pump(Socket from, Socket to) {
        try {
            to.setTcpNoDelay(true);
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side has closed.
        }
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
