import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.nio.file.Path;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests of a folder whose class names end in LiveTest, and prints a line for each: {@code passed CLASS.METHOD}. */
final class LiveTests {
    private LiveTests() {}

    static void main(String[] arguments) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClasspathRoots(Set.of(Path.of(arguments[0]))))
                .filters(includeClassNamePatterns(".*LiveTest"))
                .build();
        LauncherFactory.create().execute(request, new Printer());
    }

    private static final class Printer implements TestExecutionListener {
        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            print("skipped", test, reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            String outcome =
                    switch (result.getStatus()) {
                        case SUCCESSFUL -> "passed";
                        case ABORTED -> "skipped";
                        case FAILED -> "failed";
                    };
            String why = result.getThrowable().map(Throwable::toString).orElse("");
            if (test.isTest() || !outcome.equals("passed")) {
                print(outcome, test, why);
            }
        }

        private static void print(String outcome, TestIdentifier test, String why) {
            String name = test.getLegacyReportingName();
            String container = test.getParentIdObject().map(id -> id.getLastSegment().getValue()).orElse("");
            System.out.println(outcome + " " + container.substring(container.lastIndexOf('.') + 1) + "." + name);
            if (!why.isEmpty()) {
                System.out.println(why);
            }
        }
    }
}
