package dev.lockstitch.guice;

import dev.lockstitch.weaver.RateLimitAspect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.reflect.MethodSignature;
import org.aspectj.runtime.internal.AroundClosure;
import org.aspectj.runtime.reflect.Factory;
import org.jspecify.annotations.Nullable;

/** Calls a limited method as if it were woven: through the aspect, with AspectJ's own join point. */
final class WovenCall {

    private final RateLimitAspect aspect = new RateLimitAspect();
    private final Object target;
    private final Method method;
    private final JoinPoint.StaticPart part;

    WovenCall(Object target, String name) {
        this.target = target;
        this.method = Arrays.stream(target.getClass().getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        this.part = part(method);
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
        var call = (org.aspectj.lang.ProceedingJoinPoint) Factory.makeJP(part, target, target, args);
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
        return aspect.limit(call);
    }
}
