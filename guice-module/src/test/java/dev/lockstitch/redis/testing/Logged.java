package dev.lockstitch.redis.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the library logs while this is open, at every level, here instead of on the console. */
public final class Logged implements AutoCloseable {

    private record Line(Level level, String text) {}

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.lockstitch");
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            String text = thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
            lines.add(new Line(event.getLevel(), event.getFormattedMessage() + text));
        }
    };

    public Logged() {
        appender.start();
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    public List<String> all() {
        return lines.stream().map(Line::text).toList();
    }

    public List<String> at(Level level) {
        return lines.stream()
                .filter(line -> line.level().equals(level))
                .map(Line::text)
                .toList();
    }

    public List<String> warnings() {
        return at(Level.WARN);
    }

    public List<String> errors() {
        return at(Level.ERROR);
    }

    public void clear() {
        lines.clear();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
