package dev.lockstitch.processor;

import com.google.testing.compile.JavaFileObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;

/** Source files of the package {@code shop}, named after their first type. */
final class Sources {

    private static final Pattern NAME = Pattern.compile("(?:class|interface|record|enum) (\\w+)");
    private static final String CUSTOMER = "public record Customer(String name) {}";
    private static final String ORDER = "public record Order(String id, Customer customer) {}";

    private Sources() {}

    static List<JavaFileObject> of(String head, String... sources) {
        List<JavaFileObject> files = new ArrayList<>();
        files.add(file(head, CUSTOMER));
        files.add(file(head, ORDER));
        for (String source : sources) {
            files.add(file(head, source));
        }
        return files;
    }

    private static JavaFileObject file(String head, String source) {
        Matcher matcher = NAME.matcher(source);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no type in " + source);
        }
        return JavaFileObjects.forSourceString("shop." + matcher.group(1), head + source);
    }
}
