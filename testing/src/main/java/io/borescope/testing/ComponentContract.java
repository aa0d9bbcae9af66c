package io.borescope.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.borescope.api.component.Component;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Checks what every component must keep to, see {@link Component}. */
public final class ComponentContract {
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private ComponentContract() {}

    /**
     * Closes instances without starting them and twice, starts and closes one, and looks for threads left behind.
     *
     * @param component makes a new instance each time
     */
    public static void check(Supplier<? extends Component> component) throws Exception {
        Set<Thread> before = liveThreads();
        Component unstarted = component.get();
        assertThatCode(unstarted::close).as("close without start").doesNotThrowAnyException();
        assertThatCode(unstarted::close).as("close twice without start").doesNotThrowAnyException();

        Component started = component.get();
        started.start();
        assertThatCode(started::close).as("close after start").doesNotThrowAnyException();
        assertThatCode(started::close).as("close twice after start").doesNotThrowAnyException();

        Set<Thread> after = liveThreads();
        after.removeAll(before);
        for (Thread thread : after) {
            thread.join(LONGEST_END); // a library's thread may end a moment after what it worked for
        }
        after.removeIf(thread -> !thread.isAlive());
        assertThat(after).as("threads left behind").isEmpty();
    }

    private static Set<Thread> liveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !thread.isDaemon())
                .collect(Collectors.toSet());
    }
}
