package dev.lockstitch.quickstart;

import dev.lockstitch.quickstart.shop.Sale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The shop's servers, ordered about together. */
final class Servers implements AutoCloseable {

    static final int COUNT = 3;
    private static final int START_SECONDS = 30;
    private static final int ORDER_SECONDS = 30;

    private final List<ServerProcess> processes = new ArrayList<>();
    private List<CompletableFuture<String>> underWay = List.of();

    static Servers start(String redisUrl, String keyPrefix, int storePort, Console console) throws Exception {
        Servers servers = new Servers();
        try {
            servers.startAll(redisUrl, keyPrefix, storePort, console);
            return servers;
        } catch (Exception e) {
            servers.close();
            throw e;
        }
    }

    private void startAll(String redisUrl, String keyPrefix, int storePort, Console console) throws Exception {
        for (int number = 1; number <= COUNT; number++) {
            processes.add(new ServerProcess(number, redisUrl, keyPrefix, storePort, console));
        }
        for (ServerProcess process : processes) {
            process.ready().get(START_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Gives the order to all servers and returns at once. */
    void order(String order) {
        underWay = processes.stream().map(process -> process.order(order)).toList();
    }

    /** Waits until all servers have carried out the order; gives what each said. */
    List<String> await() throws InterruptedException, ExecutionException, TimeoutException {
        List<String> replies = new ArrayList<>();
        for (CompletableFuture<String> server : underWay) {
            replies.add(server.get(ORDER_SECONDS, TimeUnit.SECONDS));
        }
        return replies;
    }

    /** Ends the order under way and waits for that. */
    List<String> halt() throws InterruptedException, ExecutionException, TimeoutException {
        processes.forEach(ServerProcess::halt);
        return await();
    }

    /** The purchases since the last order. */
    List<Call> calls() {
        return processes.stream().flatMap(process -> process.calls().stream()).toList();
    }

    /** How many purchases since the last order had that outcome. */
    long count(Sale sale) {
        return calls().stream().filter(call -> call.sale() == sale).count();
    }

    /** For each server that logged such a line since the last order, its first. */
    List<String> firstLogged(String text) {
        return processes.stream().flatMap(process -> firstLogged(process, text)).toList();
    }

    private static Stream<String> firstLogged(ServerProcess process, String text) {
        return process.log().stream()
                .filter(line -> line.contains(text))
                .limit(1)
                .map(line -> "server " + process.number() + ": " + line.strip());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (ServerProcess process : processes) {
            process.close();
        }
    }
}
