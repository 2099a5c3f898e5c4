package dev.lockstitch.guice;

import dev.lockstitch.weaver.DistributedLockAspect;
import dev.lockstitch.weaver.RateLimitAspect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.reflect.MethodSignature;
import org.aspectj.runtime.internal.AroundClosure;
import org.aspectj.runtime.reflect.Factory;
import org.jspecify.annotations.Nullable;

/** Calls an annotated method as if it were woven: through the aspect, with AspectJ's own join point. */
final class WovenCall {

    /** What an aspect does around a call. */
    private interface Advice {
        @Nullable
        Object around(ProceedingJoinPoint call) throws Throwable;
    }

    private final Advice advice;
    private final Object target;
    private final Method method;
    private final JoinPoint.StaticPart part;

    /** Of a limited method. */
    WovenCall(Object target, String name) {
        this(target, name, new RateLimitAspect()::limit);
    }

    private WovenCall(Object target, String name, Advice advice) {
        this.advice = advice;
        this.target = target;
        this.method = Arrays.stream(target.getClass().getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        this.part = part(method);
    }

    /** Of a locked method. */
    static WovenCall locked(Object target, String name) {
        return new WovenCall(target, name, new DistributedLockAspect()::lock);
    }

    private static JoinPoint.StaticPart part(Method method) {
        Factory factory = new Factory("Woven.java", method.getDeclaringClass());
        MethodSignature signature = factory.makeMethodSig(
                method.getModifiers(),
                method.getName(),
                method.getDeclaringClass(),
                method.getParameterTypes(),
                Arrays.stream(method.getParameters()).map(Parameter::getName).toArray(String[]::new),
                method.getExceptionTypes(),
                method.getReturnType());
        return factory.makeSJP(JoinPoint.METHOD_EXECUTION, signature, 1);
    }

    @Nullable
    Object with(Object... args) throws Throwable {
        var call = (ProceedingJoinPoint) Factory.makeJP(part, target, target, args);
        call.set$AroundClosure(new AroundClosure(new Object[0]) {
            @Override
            public @Nullable Object run(Object[] state) throws Throwable {
                try {
                    return method.invoke(target, args);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        });
        return advice.around(call);
    }
}
