package dev.lockstitch.redis.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose alarms go off when the test says so. */
final class AlarmClock extends ScheduledThreadPoolExecutor {

    private final List<Callable<?>> alarms = new ArrayList<>();

    /** Run while the next alarm is set. */
    Runnable meanwhile = () -> {};

    AlarmClock() {
        super(1);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> alarm, long delay, TimeUnit unit) {
        alarms.add(alarm);
        Runnable once = meanwhile;
        meanwhile = () -> {};
        once.run();
        return super.schedule(alarm, 1, TimeUnit.DAYS);
    }

    /** What was set last. */
    Runnable last() {
        Callable<?> alarm = alarms.get(alarms.size() - 1);
        return () -> {
            try {
                alarm.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
    }
}
