package dev.lockstitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateLimitExceededExceptionTest {

    private final AtomicInteger made = new AtomicInteger();

    private final RateLimitExceededException exception =
            new RateLimitExceededException(() -> "message " + made.incrementAndGet(), new Rejected(), false);

    private record Rejected() implements RateLimitDecision {
        @Override
        public boolean granted() {
            return false;
        }

        @Override
        public boolean enforced() {
            return true;
        }

        @Override
        public Instant decidedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Duration retryAfter() {
            return Duration.ZERO;
        }

        @Override
        public Duration waited() {
            return Duration.ZERO;
        }

        @Override
        public List<State> limits() {
            return List.of();
        }

        @Override
        public State binding() {
            throw new IllegalStateException();
        }
    }

    private static RateLimitExceededException travelled(RateLimitExceededException exception) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (RateLimitExceededException) in.readObject();
        }
    }

    @Test
    void theMessageIsMadeOnceAndWhenItIsRead() {
        assertThat(exception.decision()).isEqualTo(new Rejected());
        assertThat(made).hasValue(0);

        assertThat(exception)
                .hasMessage("message 1")
                .hasToString(exception.getClass().getName() + ": message 1");

        assertThat(made).hasValue(1);
    }

    @Test
    void itsMessageTravelsAndItsDecisionDoesNot() throws Exception {
        RateLimitExceededException unread = travelled(exception);

        assertThat(unread).hasMessage("message 1");
        assertThatIllegalStateException().isThrownBy(unread::decision);
        assertThat(travelled(unread)).hasMessage("message 1");
        assertThat(travelled(new RateLimitExceededException("text", new Rejected(), true)))
                .hasMessage("text");
    }
}
