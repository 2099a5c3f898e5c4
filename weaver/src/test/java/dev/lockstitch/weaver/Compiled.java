package dev.lockstitch.weaver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** A class that is compiled during the test, hence not woven, in a class loader of its own; without parameter names. */
record Compiled(Class<?> type) {

    static Compiled of(Path folder, String name, String source) {
        try {
            Path file = folder.resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
            Files.writeString(file, source);
            int result = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-proc:none",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-d",
                            folder.toString(),
                            file.toString());
            if (result != 0) {
                throw new AssertionError("the source of " + name + " does not compile");
            }
            return new Compiled(Class.forName(name, true, loader(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static ClassLoader loader(Path folder) throws MalformedURLException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Compiled.class.getClassLoader());
    }
}
