package dev.lockstitch.transactions;

/** The ways in which a lock and a transaction can stand to each other; each puts 100 on the account. */
enum Deposit {
    THE_METHOD_ITSELF,
    ITS_CALLER,
    NESTED_AND_JOINED,
    THE_CLASS_OF_ITS_CALLER,
    WITH_LOCK_IN_CODE,
    JAKARTA,
    JAKARTA_REQUIRES_NEW;

    void make(FirstServer first, long id) throws Exception {
        switch (this) {
            case THE_METHOD_ITSELF -> first.get(Bank.class).deposit(id, 100);
            case ITS_CALLER -> first.get(Bank.class).depositAsCaller(id, 100);
            case NESTED_AND_JOINED -> first.get(Bank.class).depositJoined(id, 100);
            case THE_CLASS_OF_ITS_CALLER -> first.get(StandingOrders.class).pay(id, 100);
            case WITH_LOCK_IN_CODE -> first.get(Bank.class).depositInCode(id, 100);
            case JAKARTA -> first.get(Branch.class).deposit(id, 100);
            case JAKARTA_REQUIRES_NEW -> first.get(Branch.class).depositOnItsOwnWithin(id, 100);
        }
    }
}
