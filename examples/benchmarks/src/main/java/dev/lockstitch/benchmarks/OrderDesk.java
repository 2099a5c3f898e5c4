package dev.lockstitch.benchmarks;

import dev.lockstitch.DistributedLock;

/** A method whose key has a parameter and the property of another. */
class OrderDesk {

    private long paid;

    @DistributedLock(key = "order:{id}:{customer.name}")
    void pay(String id, Customer customer) {
        paid++;
    }

    long paid() {
        return paid;
    }
}
