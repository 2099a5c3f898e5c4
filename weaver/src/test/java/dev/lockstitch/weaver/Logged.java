package dev.lockstitch.weaver;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What this library logged since this was made. */
final class Logged implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.lockstitch");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    Logged() {
        appender.start();
        logger.addAppender(appender);
    }

    List<String> warnings() {
        return of(Level.WARN);
    }

    List<String> errors() {
        return of(Level.ERROR);
    }

    private List<String> of(Level level) {
        return appender.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
