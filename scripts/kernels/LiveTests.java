import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests of a folder whose class names end in LiveTest, and prints a line for each: {@code passed CLASS.METHOD}. Those that fail
 * run again, twice at most, as in the build; a line says so.
 *
 * <p>Arguments: the folder, and a tag if only the tests that have it are to run.
 */
final class LiveTests {
    private static final int REPETITIONS = 2;

    private LiveTests() {}

    static void main(String[] arguments) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClasspathRoots(Set.of(Path.of(arguments[0]))))
                .filters(includeClassNamePatterns(".*LiveTest"));
        if (arguments.length > 1) {
            request.filters(includeTags(arguments[1]));
        }
        Launcher launcher = LauncherFactory.create();
        List<TestIdentifier> failed = run(launcher, request, false);
        for (int i = 1; i <= REPETITIONS && !failed.isEmpty(); i++) {
            failed.forEach(test -> System.out.println("repeated " + name(test)));
            failed = run(launcher, only(failed), i == REPETITIONS);
        }
    }

    private static LauncherDiscoveryRequestBuilder only(List<TestIdentifier> tests) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(tests.stream().map(test -> selectUniqueId(test.getUniqueId())).toList());
    }

    /** Returns what failed; printed as failed only if it is not to be repeated. */
    private static List<TestIdentifier> run(Launcher launcher, LauncherDiscoveryRequestBuilder request, boolean last) {
        Printer printer = new Printer(last);
        launcher.execute(request.build(), printer);
        return printer.failed;
    }

    private static String name(TestIdentifier test) {
        String type = test.getUniqueIdObject().getSegments().stream()
                .filter(segment -> segment.getType().equals("class"))
                .map(UniqueId.Segment::getValue)
                .findFirst()
                .orElse("");
        return type.substring(type.lastIndexOf('.') + 1) + "." + test.getLegacyReportingName();
    }

    private static final class Printer implements TestExecutionListener {
        private final List<TestIdentifier> failed = new ArrayList<>();
        private final boolean last;

        Printer(boolean last) {
            this.last = last;
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            print("skipped", test, reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            String why = result.getThrowable().map(Throwable::toString).orElse("");
            switch (result.getStatus()) {
                case SUCCESSFUL -> {
                    if (test.isTest()) {
                        print("passed", test, why);
                    }
                }
                case ABORTED -> print("skipped", test, why);
                case FAILED -> {
                    failed.add(test);
                    print(last ? "failed" : "not yet", test, why);
                }
            }
        }

        private static void print(String outcome, TestIdentifier test, String why) {
            System.out.println(outcome + " " + name(test));
            if (!why.isEmpty()) {
                System.out.println(why);
            }
        }
    }
}
