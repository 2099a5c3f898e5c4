package dev.lockstitch.quickstart.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.lockstitch.guice.LockstitchModule;
import dev.lockstitch.spi.Coordinator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;

/**
 * One server of the shop. Takes its orders from standard input, a line each, and ends when that does, so that no server
 * outlives the quickstart. Where Redis is it reads from {@code REDIS_URL}.
 */
public final class Server {

    private final Customers customers;

    private Server(Customers customers) {
        this.customers = customers;
    }

    /**
     * Runs a server.
     *
     * @param args the prefix of its keys in Redis and the port of the ticket store
     * @throws IOException when the store cannot be reached or standard input fails
     */
    public static void main(String[] args) throws IOException {
        PrintStream replies = System.out;
        System.setOut(System.err);
        try (RemoteTicketStore store = new RemoteTicketStore(Integer.parseInt(args[1]))) {
            Injector injector = Guice.createInjector(
                    LockstitchModule.builder().keyPrefix(args[0]).build(),
                    binder -> binder.bind(TicketStore.class).toInstance(store));
            try (Coordinator coordinator = injector.getInstance(Coordinator.class)) {
                Customers customers = new Customers(injector.getInstance(TicketShop.class), replies);
                customers.awaitOpening(coordinator::isRedisAvailable);
                new Server(customers).takeOrders();
            }
        }
    }

    private void takeOrders() throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            take(order.split(" ", -1));
        }
        customers.halt();
    }

    private void take(String[] order) {
        switch (order[0]) {
            case "sell-unlocked" -> customers.buyUnlocked(order[1], Integer.parseInt(order[2]));
            case "sell" -> customers.buy(order[1], Integer.parseInt(order[2]));
            case "confirm" -> customers.confirm(order[1], Integer.parseInt(order[2]));
            case "halt" -> customers.halt();
            default -> throw new IllegalArgumentException("unknown order: " + String.join(" ", order));
        }
    }
}
