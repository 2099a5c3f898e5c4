package dev.lockstitch.quickstart;

/** What a step has to work with. */
record Stage(ShopRedis redis, TicketStoreServer store, Servers servers, Scale scale, Console console) {}
