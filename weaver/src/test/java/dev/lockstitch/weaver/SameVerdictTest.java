package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstitch.processor.LockstitchProcessor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is out of bounds: the compile-time check and the plan at run time refuse the same, in the same words. */
class SameVerdictTest {

    private static final String NO_DURATION = " is not a duration; write it like 500ms, 2s, 5m, 1h, 1d or PT2S";
    private static final String OUT = " is not within 0s to 365d";
    private static final String SHORT_LEASE =
            "not within 10ms to 365d; give it longer than the method may run, or leave it out to have the lock renewed";
    private static final String NO_COST =
            ": it never gives a whole number from 0 to 9223372036854775807; write a number,"
                    + " or one placeholder like {batch.size}";
    private static final String FOR_OVERRIDE =
            "permits = 0 leaves the numbers to an override, the burst among them; leave"
                    + " burst out, or say how many permits there are, from 1";

    /** An annotation with what both must say of it; nothing where both must take it. */
    private record Row(String annotation, String refusal) {}

    private final List<Row> rows = new ArrayList<>();

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> compilerAndPlannerAgree() throws IOException, ClassNotFoundException {
        durations();
        leases();
        numbers();
        costs();
        List<String> atCompileTime = errors();
        Class<?> shop = compiled();
        return java.util.stream.IntStream.range(0, rows.size())
                .mapToObj(i -> DynamicTest.dynamicTest(rows.get(i).annotation, () -> {
                    String at = "Shop.m" + i + "(String, int)";
                    String expected = rows.get(i).refusal.isEmpty() ? "" : at + ": " + rows.get(i).refusal;
                    assertThat(atCompileTime.stream()
                                    .filter(error -> error.startsWith(at))
                                    .findFirst()
                                    .orElse(""))
                            .as("compile-time check")
                            .isEqualTo(expected);
                    assertThat(plannersVerdict(shop, i)).as("plan at run time").isEqualTo(expected);
                }));
    }

    private void durations() {
        for (String wrong : List.of("-1s", "5 s", " 5s", "5S", "1.5s", "soon", "P", "PT", "P1Y", "5ns", "٥s", "NaN")) {
            lock("waitTime", wrong, "\"" + wrong + "\"" + NO_DURATION);
            limit("waitTime", wrong, "\"" + wrong + "\"" + NO_DURATION);
            limit("period", wrong, "\"" + wrong + "\"" + NO_DURATION);
        }
        lock("waitTime", "5", "\"5\" has no unit; write it like 500ms, 2s, 5m, 1h, 1d or PT2S");
        for (String far : List.of(
                "366d",
                "PT-1S",
                "-PT1S",
                "PT8760H0.000000001S",
                "9223372036854775807d",
                "99999999999999999999s",
                "PT9223372036854775807S",
                "PT99999999999999999999S",
                "P106751991167301D")) {
            lock("waitTime", far, "\"" + far + "\"" + OUT);
            lock("minHoldTime", far, "\"" + far + "\"" + OUT);
            lock("leaseTime", far, "\"" + far + "\"" + OUT);
            limit("waitTime", far, "\"" + far + "\"" + OUT);
            limit("period", far, "\"" + far + "\"" + OUT);
        }
        for (String fine : List.of("0s", "365d", "PT8760H", "1ms", "PT0.000000001S")) {
            lock("waitTime", fine, "");
            limit("waitTime", fine, "");
        }
    }

    private void leases() {
        lock("leaseTime", "0s", SHORT_LEASE);
        lock("leaseTime", "9ms", SHORT_LEASE);
        lock("leaseTime", "PT0.009999999S", SHORT_LEASE);
        lock("leaseTime", "10ms", "");
        lock("leaseTime", "365d", "");
        lock("minHoldTime", "365d", "");
        row(
                "@DistributedLock(key = \"k\", leaseTime = \"1s\", minHoldTime = \"1001ms\")",
                "@DistributedLock(leaseTime = \"1s\"): shorter than minHoldTime = \"1001ms\"; give a longer lease or a"
                        + " shorter minHoldTime, or leave the lease out to have the lock renewed");
    }

    private void numbers() {
        for (String number : List.of("-1L", "Long.MIN_VALUE", "Long.MAX_VALUE", "1_000_000_001L")) {
            numbers("permits = " + number, "permits = " + value(number) + " is not within 1 to 1000000000");
            numbers("permits = 1, burst = " + number, "burst = " + value(number) + " is not within 1 to 1000000000");
            numbers("burst = " + number, "(burst = " + value(number) + "): " + FOR_OVERRIDE);
        }
        numbers("permits = 1, period = \"0s\"", "period = PT0S is not within 1ms to 365d");
        numbers("permits = 1, period = \"PT0.0001S\"", "period = PT0.0001S is not within 1ms to 365d");
        numbers(
                "permits = 1, period = \"PT1.0000001S\"",
                "period = PT1.0000001S is not a whole number of microseconds");
        numbers("permits = 1000001", "1000001 permits per PT1S are more than a million a second");
        numbers(
                "permits = 1, period = \"365d\", burst = 11",
                "a burst of 11 at 1 permits per PT8760H takes more than ten years to come back; choose a smaller burst");
        numbers(
                "permits = 999999937, period = \"365d\", burst = 1000000000",
                "burst = 1000000000 with 999999937 permits per PT8760H is beyond what can be computed exactly; choose a"
                        + " smaller burst or rounder numbers");
        numbers(
                "permits = 999999937, period = \"1h\", burst = 1, waitTime = \"1m\"",
                "(waitTime = \"1m\"): that long a wait at 999999937 permits per PT1H is beyond what can be computed"
                        + " exactly; wait for a shorter time, or choose rounder numbers");
        numbers("permits = 999999937, period = \"1h\", burst = 1, waitTime = \"1s\"", "");
        numbers("permits = 1, period = \"365d\", burst = 10, waitTime = \"365d\"", "");
        numbers("permits = 1000000000, period = \"1h\"", "");
    }

    private void costs() {
        for (String cost : List.of("-1", "x", "9223372036854775808", "1e3", "1.5", " ", "{a}{n}", "{n|hash}", "-{n}")) {
            row(
                    "@RateLimited(key = \"k\", permits = 1, cost = \"" + cost + "\")",
                    "@RateLimited cost = \"" + cost + "\"" + NO_COST);
        }
        for (String cost : List.of("0", "9223372036854775807", "{n}", "{n}000", "007")) {
            row("@RateLimited(key = \"k\", permits = 1, cost = \"" + cost + "\")", "");
        }
    }

    private void lock(String attribute, String value, String problem) {
        row(
                "@DistributedLock(key = \"k\", " + attribute + " = \"" + value + "\")",
                problem.isEmpty() ? "" : "@DistributedLock(" + attribute + " = \"" + value + "\"): " + problem);
    }

    private void limit(String attribute, String value, String problem) {
        row(
                "@RateLimited(key = \"k\", permits = 1, " + attribute + " = \"" + value + "\")",
                problem.isEmpty() ? "" : "@RateLimited(" + attribute + " = \"" + value + "\"): " + problem);
    }

    private void numbers(String attributes, String problem) {
        String between = problem.startsWith("(") ? "" : ": ";
        row(
                "@RateLimited(key = \"k\", " + attributes + ")",
                problem.isEmpty() ? "" : "@RateLimited" + between + problem);
    }

    private void row(String annotation, String refusal) {
        rows.add(new Row(annotation, refusal));
    }

    private static long value(String source) {
        return switch (source) {
            case "Long.MIN_VALUE" -> Long.MIN_VALUE;
            case "Long.MAX_VALUE" -> Long.MAX_VALUE;
            default -> Long.parseLong(source.replaceAll("[_L]", ""));
        };
    }

    private static String plannersVerdict(Class<?> shop, int row) {
        Method method = Stream.of(shop.getDeclaredMethods())
                .filter(each -> each.getName().equals("m" + row))
                .findFirst()
                .orElseThrow();
        Throwable refused = catchThrowable(() -> {
            GuardedMethod guarded = GuardedMethod.of(method);
            if (method.getAnnotation(dev.lockstitch.DistributedLock.class) != null) {
                LockPlanner.check(guarded);
            } else {
                new LimitPlanner(new LimitNames()).plan(guarded);
            }
        });
        return refused == null ? "" : String.valueOf(refused.getMessage());
    }

    private List<String> errors() throws IOException {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        compile(said, true);
        return said.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> each.getMessage(Locale.ROOT))
                .toList();
    }

    private Class<?> compiled() throws IOException, ClassNotFoundException {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        assertThat(compile(said, false))
                .as("compiles without the check: %s", said.getDiagnostics())
                .isTrue();
        URL[] where = {folder.toUri().toURL()};
        return Class.forName("shop.Shop", true, new URLClassLoader(where, SameVerdictTest.class.getClassLoader()));
    }

    private boolean compile(DiagnosticCollector<JavaFileObject> said, boolean checked) throws IOException {
        StringBuilder source = new StringBuilder("package shop;\nimport dev.lockstitch.*;\nclass Shop {\n");
        for (int i = 0; i < rows.size(); i++) {
            source.append(rows.get(i).annotation).append(" void m").append(i).append("(String a, int n) {}\n");
        }
        Path file = Files.writeString(folder.resolve("Shop.java"), source.append("}\n"));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(said, Locale.ROOT, null)) {
            List<String> options = List.of(
                    "-parameters",
                    "-Xmaxerrs",
                    "1000",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    folder.toString());
            JavaCompiler.CompilationTask task =
                    javac.getTask(null, files, said, options, null, files.getJavaFileObjects(file));
            task.setProcessors(checked ? List.of(new LockstitchProcessor()) : List.of());
            return task.call();
        }
    }
}
