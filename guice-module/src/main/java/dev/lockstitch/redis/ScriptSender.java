package dev.lockstitch.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends a script at most once and knows nothing of budgets and breakers. The innermost seam. */
interface ScriptSender {

    /** Completes with the reply, or exceptionally with what Redis or the connection said; may be cancelled. */
    <T> CompletableFuture<T> send(Script<T> script, List<String> keys, Object... args);
}
