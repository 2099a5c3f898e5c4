package com.example.shop;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much there is of each item. Refuses a writer whose lock has gone to somebody else since. */
@Singleton
public class Stock {

    private record Entry(int boxes, long token) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** Compares and writes in one step: nobody gets in between. */
    public void put(String item, int boxes, long token) {
        entries.compute(item, (key, last) -> {
            if (last != null && token < last.token()) {
                throw new StaleTokenException(item, token, last.token());
            }
            return new Entry(boxes, token);
        });
    }

    /** How many boxes there are. */
    public int boxes(String item) {
        return entries.get(item).boxes();
    }

    /** Whose write was the last. */
    public long token(String item) {
        return entries.get(item).token();
    }
}
