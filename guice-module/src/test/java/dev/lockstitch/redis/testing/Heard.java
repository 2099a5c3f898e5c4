package dev.lockstitch.redis.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Every text, each by itself, that the library gives away: what it logs, at each level, and what it is asked to note. */
public final class Heard implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.lockstitch");
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            note(event.getFormattedMessage());
            event.getMDCPropertyMap().forEach((key, value) -> note(key + "=" + value));
            if (event.getArgumentArray() != null) {
                Arrays.stream(event.getArgumentArray()).forEach(Heard.this::note);
            }
            noteThrown(event.getThrowableProxy());
        }
    };

    public Heard() {
        appender.start();
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    public void note(@Nullable Object something) {
        texts.add(String.valueOf(something));
    }

    /** Message, type and text of an exception, of its causes and of what was suppressed. */
    public void noteThrown(Throwable thrown) {
        Set<Throwable> seen = new HashSet<>();
        Deque<Throwable> left = new ArrayDeque<>(List.of(thrown));
        while (!left.isEmpty()) {
            Throwable next = left.pop();
            if (seen.add(next)) {
                note(next);
                note(next.getMessage());
                left.addAll(List.of(next.getSuppressed()));
                if (next.getCause() != null) {
                    left.push(next.getCause());
                }
            }
        }
    }

    private void noteThrown(@Nullable IThrowableProxy proxy) {
        if (proxy != null) {
            note(proxy.getClassName() + ": " + proxy.getMessage());
            noteThrown(proxy.getCause());
            Arrays.stream(proxy.getSuppressed()).forEach(this::noteThrown);
        }
    }

    public List<String> texts() {
        return texts;
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
