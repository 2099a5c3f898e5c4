package com.example.unwoven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import dev.lockstitch.guice.LockstitchModule;
import dev.lockstitch.spi.Coordinator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Silence would be the worst failure: an annotated class that was not woven must be noticed. */
class UnwovenTest {

    /** Nothing listens there, and nothing needs to. */
    private static final String NO_REDIS = "redis://127.0.0.1:1";

    private static final Module BOOKINGS = binder -> binder.bind(Booking.class);

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
    }

    @Test
    void theInjectorRefusesToStartAndNamesClassMethodAndRemedy() {
        LockstitchModule lockstitch = LockstitchModule.builder().redis(NO_REDIS).build();

        assertThatThrownBy(() -> Guice.createInjector(lockstitch, BOOKINGS))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining(Booking.class.getName())
                .hasMessageContaining("book")
                .hasMessageContaining("aspectj-maven-plugin")
                .hasMessageContaining("-javaagent");
    }

    @Test
    void withTheSettingRelaxedThereIsOneErrorAndTheCallIsUnguarded() {
        LockstitchModule relaxed =
                LockstitchModule.builder().redis(NO_REDIS).requireWeaving(false).build();

        Injector injector = Guice.createInjector(relaxed, BOOKINGS);
        try (Coordinator coordinator = injector.getInstance(Coordinator.class)) {
            injector.getInstance(Booking.class);
            assertThat(injector.getInstance(Booking.class).book("1")).isEqualTo("booked 1");
        }

        assertThat(errors())
                .singleElement()
                .satisfies(error -> assertThat(error.getFormattedMessage()).contains(Booking.class.getName(), "book"));
    }

    private List<ILoggingEvent> errors() {
        synchronized (log) {
            return log.list.stream()
                    .filter(event -> event.getLevel() == Level.ERROR)
                    .toList();
        }
    }
}
