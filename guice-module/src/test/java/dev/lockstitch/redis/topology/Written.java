package dev.lockstitch.redis.topology;

import dev.lockstitch.guice.LockstitchModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.redisson.config.Config;

/** Configurations as the documentation shows them: its text is what runs here. */
final class Written {

    private static final Path EXAMPLES = Path.of("../examples/consumer-shared/src/main");

    private Written() {}

    /** The configuration that the shown method of that name makes. */
    static Config java(String method, Object... arguments) {
        return (Config) made(method, arguments);
    }

    /** What is shown as the module for any of these. */
    static LockstitchModule module(Config config) {
        return (LockstitchModule) made("module", config);
    }

    private static Object made(String method, Object... arguments) {
        for (Method each : Compiled.SHOWN.getDeclaredMethods()) {
            if (each.getName().equals(method)) {
                try {
                    each.setAccessible(true);
                    return each.invoke(null, arguments);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(method + " failed", e);
                }
            }
        }
        throw new IllegalStateException("Nothing like that is shown: " + method);
    }

    /** The shown file of that name, with real addresses in place of the shown ones, and with these variables. */
    static Config yaml(String name, String shown, Map<String, String> variables, String... addresses) {
        try {
            String text = Files.readString(EXAMPLES.resolve("resources/redis/" + name + ".yaml"));
            for (int i = 0; i < addresses.length; i++) {
                String before = text;
                text = text.replace(String.format(shown, i + 1), addresses[i]);
                if (text.equals(before)) {
                    throw new IllegalStateException(String.format(shown, i + 1) + " is not in " + name);
                }
            }
            variables.forEach(System::setProperty);
            return Config.fromYAML(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            variables.keySet().forEach(System::clearProperty);
        }
    }

    /** Compiled here, since the examples are built after this module. */
    private static final class Compiled {

        static final Class<?> SHOWN = compiled();

        private static Class<?> compiled() {
            try {
                Path out = Path.of("target", "shown").toAbsolutePath();
                Files.createDirectories(out);
                JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
                int result = compiler.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        out.toString(),
                        EXAMPLES.resolve("java/com/example/shop/Topologies.java")
                                .toString());
                if (result != 0) {
                    throw new IllegalStateException("The shown configurations do not compile");
                }
                URL[] where = {out.toUri().toURL()};
                return new URLClassLoader(where, Written.class.getClassLoader())
                        .loadClass("com.example.shop.Topologies");
            } catch (IOException | ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
