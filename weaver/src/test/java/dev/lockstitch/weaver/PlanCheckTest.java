package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.RateLimited;
import dev.lockstitch.weaver.PlanCheck.Kind;
import dev.lockstitch.weaver.PlanCheck.Problem;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCheckTest {

    private final PlanCheck check = new PlanCheck();

    @TempDir
    Path folder;

    @Retention(RetentionPolicy.RUNTIME)
    @Repeatable(Guards.class)
    @DistributedLock(key = "k")
    @interface Guarded {}

    @Retention(RetentionPolicy.RUNTIME)
    @interface Guards {
        @SuppressWarnings("unused")
        Guarded[] value();
    }

    interface Port {
        @DistributedLock(key = "k")
        void act();
    }

    @SuppressWarnings("unused")
    private abstract static class Base {
        @DistributedLock(key = "k", waitTime = "5")
        void wrong() {}
    }

    @SuppressWarnings("unused")
    private static final class Adapter extends Base implements Port {
        @Override
        public void act() {}

        @DistributedLock(key = "{#tenant}:{name}")
        @RateLimited(key = "{#address}", permits = 1)
        void sound(String name) {}

        @Guarded
        @Guarded
        void twice() {}
    }

    @Test
    void aClassWithoutAnnotationsIsClean() {
        assertThat(check.check(String.class).problems()).isEmpty();
        assertThat(check.check(PlanCheck.class).problems()).isEmpty();
    }

    @Test
    void problemsOfTheClassAndOfWhatItInheritsAreFound() {
        String room = "dev.lockstitch.weaver.PlanCheckTest.";
        assertThat(check.check(Adapter.class).problems())
                .containsExactlyInAnyOrder(
                        new Problem(
                                Kind.INVALID,
                                "Base.wrong(): @DistributedLock(waitTime = \"5\"): \"5\" has no unit; write it like 500ms,"
                                        + " 2s, 5m, 1h, 1d or PT2S"),
                        new Problem(
                                Kind.INVALID,
                                room
                                        + "Port.act(): @DistributedLock has no effect on an abstract method: annotations are"
                                        + " not inherited; put it on the methods that implement this one"),
                        new Problem(
                                Kind.INVALID,
                                room + "Adapter.twice() bears a composed annotation twice, which has no effect: only"
                                        + " @RateLimited itself can be repeated; make one annotation of the two"));
    }

    @Test
    void theVariablesOfAllKeysAreKnownWithAMethodThatUsesThem() {
        assertThat(check.check(Adapter.class).variables())
                .containsOnlyKeys("tenant", "address")
                .containsEntry("tenant", "Adapter.sound(String)");
    }

    @Test
    void aMethodThatWasNotWovenIsFoundAndTheMessageNamesTheRemedy() {
        Class<?> shop = Compiled.of(folder, "shop.Shop", """
                        package shop;
                        public class Shop {
                            @dev.lockstitch.DistributedLock(key = "{name}")
                            @dev.lockstitch.RateLimited(key = "k", permits = 1)
                            void pay(String name) {}
                        }
                        """).type();

        assertThat(check.check(shop).problems())
                .containsExactly(new Problem(
                        Kind.UNWOVEN,
                        "shop.Shop.pay(String): @DistributedLock, @RateLimited has no effect: the class was not woven."
                                + " Have its build weave it (aspectj-maven-plugin with lockstitch-weaver among the"
                                + " aspectLibraries), or start the JVM with -javaagent:aspectjweaver.jar"));
    }

    @Test
    void aSuspendFunctionIsRefused() {
        Class<?> suspending = Compiled.of(folder, "kotlin.coroutines.Continuation", """
                        package kotlin.coroutines;
                        public interface Continuation {
                            class Service {
                                @dev.lockstitch.DistributedLock(key = "k")
                                Object act(Continuation continuation) { return null; }
                            }
                        }
                        """)
                .type()
                .getDeclaredClasses()[0];

        assertThat(check.check(suspending).problems())
                .extracting(Problem::text)
                .anySatisfy(text -> assertThat(text).contains("a suspend function cannot be guarded"));
    }

    @Test
    void aClassIsReadOnce() {
        assertThat(check.check(Adapter.class)).isSameAs(check.check(Adapter.class));
    }
}
