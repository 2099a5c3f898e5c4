package dev.lockstitch.quickstart;

import dev.lockstitch.quickstart.TicketStoreServer.Ticket;
import dev.lockstitch.quickstart.shop.Sale;
import java.util.List;

/**
 * An event sold out by all servers at once, and what became of its seats.
 *
 * @param offered how many tickets there were
 * @param sold how many were sold
 * @param seats how many different seats they were for
 * @param unguarded how many were sold without the lock
 * @param failed how many purchases threw
 */
record Sellout(int offered, int sold, int seats, int unguarded, long failed) {

    static Sellout run(Stage stage, String order, String event) throws Exception {
        int offered = stage.scale().tickets();
        stage.store().offer(event, offered);
        try (var ticker = stage.console().every(() -> progress(stage, event))) {
            stage.servers().order(order + " " + event + " " + stage.scale().customers());
            stage.servers().await();
        }
        List<Ticket> tickets = stage.store().sold(event);
        return new Sellout(
                offered,
                tickets.size(),
                Math.toIntExact(tickets.stream().map(Ticket::seat).distinct().count()),
                Math.toIntExact(
                        tickets.stream().filter(ticket -> !ticket.guarded()).count()),
                stage.servers().count(Sale.FAILED));
    }

    private static String progress(Stage stage, String event) {
        return stage.store().sold(event).size() + " sold";
    }

    int oversoldBy() {
        return sold - offered;
    }

    int seatsSoldTwice() {
        return sold - seats;
    }
}
