package dev.lockstitch.benchmarks;

/**
 * Something whose property is part of a key.
 *
 * @param name the property
 */
record Customer(String name) {}
