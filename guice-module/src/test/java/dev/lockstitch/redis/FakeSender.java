package dev.lockstitch.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers when the test says so. */
final class FakeSender implements ScriptSender {

    private final List<CompletableFuture<Long>> sent = new CopyOnWriteArrayList<>();

    /** Those that only ask for a sign of life. */
    final List<CompletableFuture<Long>> looks = new CopyOnWriteArrayList<>();

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<T> send(Script<T> script, List<String> keys, Object... args) {
        CompletableFuture<Long> reply = new CompletableFuture<>();
        (script.name().equals("alive.lua") ? looks : sent).add(reply);
        return (CompletableFuture<T>) reply;
    }

    int count() {
        return sent.size();
    }

    CompletableFuture<Long> get(int index) {
        return sent.get(index);
    }
}
