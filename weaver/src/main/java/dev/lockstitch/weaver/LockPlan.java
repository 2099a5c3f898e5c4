package dev.lockstitch.weaver;

import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.Wiring;
import dev.lockstitch.weaver.key.KeyTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/**
 * What a method's {@code @DistributedLock} says, read once.
 *
 * @param prototype the request of every call, but for the keys
 * @param later how the lock is held by a result that comes later; null for a method that is done when it returns
 */
record LockPlan(
        Reply reply,
        List<KeyTemplate> keys,
        LockRequest prototype,
        boolean skipWhenContended,
        Fallback fallback,
        @Nullable Later later) {

    LockRequest request(ProceedingJoinPoint call, Wiring wiring) {
        Object target = call.getTarget();
        @Nullable Object[] args = Arguments.of(call);
        if (keys.size() == 1) {
            return prototype.key(keys.get(0).render(target, args, wiring.variables()));
        }
        List<String> rendered = new ArrayList<>(keys.size());
        for (KeyTemplate key : keys) {
            rendered.add(key.render(target, args, wiring.variables()));
        }
        return prototype.keys(rendered);
    }

    Set<String> variableNames() {
        return keys.stream().flatMap(key -> key.variableNames().stream()).collect(Collectors.toSet());
    }
}
