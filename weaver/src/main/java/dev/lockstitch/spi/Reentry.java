package dev.lockstitch.spi;

import dev.lockstitch.HeldLock;

/**
 * A lock of a thread that was entered again, as a {@link Coordinator} grants it to the nested call: its holder is the
 * outer call, and closing this one gives nothing back.
 */
public interface Reentry extends HeldLock {}
