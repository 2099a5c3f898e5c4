package dev.lockstitch.quickstart;

import java.time.Duration;

/**
 * How much is done.
 *
 * @param tickets how many tickets an event has
 * @param customers how many customers stand in front of each server
 * @param limited how long the limit is hammered
 * @param calm how long the shop sells on a healthy Redis before the outage, and after it
 * @param outage how long Redis is away while the shop sells
 */
record Scale(int tickets, int customers, Duration limited, Duration calm, Duration outage) {

    static Scale full() {
        return new Scale(200, 4, Duration.ofSeconds(5), Duration.ofMillis(1500), Duration.ofSeconds(4));
    }
}
