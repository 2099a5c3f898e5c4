package dev.lockstitch.redis.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class EndsTest {

    @Test
    void whatHangsIsNamedWithWhatItDoes() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        Thread hanging = new Thread(() -> await(latch), "hanging");
        hanging.start();
        assertThatThrownBy(() -> Ends.await(List.of(hanging), Duration.ofMillis(50)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Thread \"hanging\" does not end")
                .hasStackTraceContaining("CountDownLatch.await");
        latch.countDown();
        assertThatCode(() -> Ends.await(List.of(hanging), Duration.ofSeconds(20)))
                .doesNotThrowAnyException();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
