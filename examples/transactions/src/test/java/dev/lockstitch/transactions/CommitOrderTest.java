package dev.lockstitch.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.CreationException;
import com.google.inject.Module;
import com.google.inject.spi.Elements;
import com.google.inject.spi.InterceptorBinding;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockScope;
import dev.lockstitch.spi.TransactionExtent;
import jakarta.persistence.RollbackException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether a second server can read a row before the first server's commit. Each time the first server's transaction is
 * about to end it is held up until the second server has tried to lock the account and, if it could, has read it.
 */
class CommitOrderTest {

    private static final OptionalLong KEPT_OUT = OptionalLong.empty();

    private static RealRedis redis;
    private static Database database;
    private static SecondServer second;

    @BeforeAll
    static void start() throws Exception {
        redis = new RealRedis();
        database = new Database();
        second = new SecondServer(redis.url(), database.remoteUrl());
    }

    @AfterAll
    static void stop() throws Exception {
        second.close();
        database.close();
        redis.close();
    }

    /** What the second server saw before each end of the first one's transactions. */
    private static List<OptionalLong> seenBeforeTheEnds(long account, ThrowingCallable transactions) throws Throwable {
        List<OptionalLong> seen = new ArrayList<>();
        database.beforeEnd(how -> seen.add(second.tryRead(account)));
        try {
            transactions.call();
        } finally {
            database.nothingBeforeEnd();
        }
        return seen;
    }

    @Nested
    class WithTheMechanism {

        private static FirstServer first;

        @BeforeAll
        static void start() {
            first = FirstServer.of(FirstServer.lockstitch(redis), database);
        }

        @AfterAll
        static void stop() {
            first.close();
        }

        @AfterEach
        void nothingIsLeftOnTheThread() {
            assertThat(HeldLock.current()).isEmpty();
            assertThat(TransactionExtent.end()).isEmpty();
            assertThat(LockScope.find(lock -> true)).isEmpty();
        }

        @ParameterizedTest
        @EnumSource
        void theSecondServerNeverReadsBeforeTheFirstOnesCommit(Deposit deposit) throws Throwable {
            long account = database.openAccount();

            assertThat(seenBeforeTheEnds(account, () -> deposit.make(first, account)))
                    .isNotEmpty()
                    .containsOnly(KEPT_OUT);
            assertThat(second.tryRead(account)).hasValue(100);
        }

        @Test
        void theLockOutlastsARollback() throws Throwable {
            long account = database.openAccount();

            assertThat(seenBeforeTheEnds(
                            account,
                            () -> assertThatThrownBy(() -> first.get(Bank.class).depositAndFail(account, 100))
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessage("the till does not add up")))
                    .containsExactly(KEPT_OUT);
            assertThat(second.tryRead(account)).hasValue(0);
        }

        @Test
        void aCommitThatFailsComesOutAsItIsAndTheLockIsGivenBackAfterIt() throws Exception {
            long account = database.openAccount();
            SQLException broken = new SQLException("the disk is full");
            List<OptionalLong> seen = new ArrayList<>();
            database.beforeEnd(how -> {
                seen.add(second.tryRead(account));
                if (how.equals("commit")) {
                    throw broken;
                }
            });
            try {
                assertThatThrownBy(() -> first.get(Bank.class).deposit(account, 100))
                        .isInstanceOf(RollbackException.class)
                        .hasRootCause(broken);
            } finally {
                database.nothingBeforeEnd();
            }

            assertThat(seen).isNotEmpty().containsOnly(KEPT_OUT);
            assertThat(second.tryRead(account)).hasValue(0);
        }

        @Test
        void aTransactionBegunInCodeHasItsExtentOpenedInCode() throws Throwable {
            long account = database.openAccount();

            assertThat(seenBeforeTheEnds(account, () -> first.get(Imports.class).load(account, 100)))
                    .containsExactly(KEPT_OUT);
            assertThat(second.tryRead(account)).hasValue(100);
        }

        @Test
        void aSecondCallInTheTransactionEntersTheSameLockAgainAndNoLockIsCurrentBetween() throws Throwable {
            long account = database.openAccount();

            assertThat(seenBeforeTheEnds(
                            account,
                            () -> assertThat(first.get(Bank.class).depositTwice(account, 100))
                                    .isTrue()))
                    .containsExactly(KEPT_OUT);
            assertThat(second.tryRead(account)).hasValue(200);
        }

        @Test
        void allLocksOfATransactionAreGivenBackAfterIt() throws Throwable {
            long from = database.openAccount();
            long to = database.openAccount();
            List<OptionalLong> seen = new ArrayList<>(seenBeforeTheEnds(from, () -> {
                first.get(Bank.class).transfer(from, to, 100);
            }));
            seen.addAll(seenBeforeTheEnds(to, () -> first.get(Bank.class).transfer(from, to, 100)));

            assertThat(seen).containsExactly(KEPT_OUT, KEPT_OUT);
            assertThat(second.tryRead(from)).hasValue(-200);
            assertThat(second.tryRead(to)).hasValue(200);
        }

        @Test
        void whatWasLockedByHandIsGivenBackByHand() throws Throwable {
            long account = database.openAccount();

            assertThat(seenBeforeTheEnds(account, () -> first.get(Bank.class).depositByHand(account, 100)))
                    .containsExactly(OptionalLong.of(0));
        }

        @Test
        void theNextTaskOfAPooledThreadStartsAfresh() throws Exception {
            long account = database.openAccount();
            ExecutorService pool = Executors.newSingleThreadExecutor();
            try {
                pool.submit(() -> first.get(Bank.class).deposit(account, 100)).get();
                pool.submit(this::nothingIsLeftOnTheThread).get();
            } finally {
                pool.shutdown();
            }

            assertThat(second.tryRead(account)).hasValue(100);
        }
    }

    @Nested
    class WithoutTheMechanism {

        private static FirstServer first;

        @BeforeAll
        static void start() {
            first = FirstServer.of(withoutInterceptors(FirstServer.lockstitch(redis)), database);
        }

        private static Module withoutInterceptors(Module lockstitch) {
            return Elements.getModule(Elements.getElements(lockstitch).stream()
                    .filter(element -> !(element instanceof InterceptorBinding))
                    .toList());
        }

        @AfterAll
        static void stop() {
            first.close();
        }

        @ParameterizedTest
        @EnumSource
        void theSecondServerReadsWhatIsAboutToBeOverwritten(Deposit deposit) throws Throwable {
            long account = database.openAccount();

            List<OptionalLong> seen = seenBeforeTheEnds(account, () -> deposit.make(first, account));

            assertThat(seen.get(0)).hasValue(0);
            assertThat(second.tryRead(account)).hasValue(100);
        }
    }

    @Test
    void theWrongOrderOfModulesIsRefusedAndBothAreNamed() {
        assertThatThrownBy(() -> FirstServer.withLockstitchLast(FirstServer.lockstitch(redis), database))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("LockstitchModule is installed after JpaPersistModule")
                .hasMessageContaining("new LockstitchModule(), …, new JpaPersistModule(…)");
    }
}
