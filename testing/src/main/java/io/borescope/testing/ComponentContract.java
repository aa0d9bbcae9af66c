package io.borescope.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.borescope.api.component.Component;
import io.borescope.api.component.StartException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks what every component must keep to, see {@link Component}. */
public final class ComponentContract {
    private ComponentContract() {}

    /**
     * Closes instances without starting them, after a start, twice, and on another thread than the one that started them, as the engine does when it
     * replaces one; then looks for threads, files and sockets left behind. What the first instance leaves is not counted: libraries make pools
     * once and keep them.
     *
     * @param component makes a new instance each time, whose start succeeds
     */
    public static void check(Supplier<? extends Component> component) throws Exception {
        Component first = component.get();
        first.start();
        assertThatCode(first::close).as("close after start").doesNotThrowAnyException();
        assertThatCode(first::close).as("close twice after start").doesNotThrowAnyException();

        OpenResources before = OpenResources.now();
        closeWithoutStart(component.get());
        Component second = component.get();
        second.start();
        assertThat(thrownOnAnotherThread(second::close))
                .as("close on another thread")
                .isNull();
        assertThatCode(second::close).as("close once more, on this one").doesNotThrowAnyException();
        before.assertNothingWasAdded();
    }

    /**
     * Starts instances that cannot start, and closes them: a failed start has released what it took, says why, and may be followed by a close.
     *
     * @param component makes a new instance each time
     * @return what the second one said
     */
    public static StartException checkFailingStart(Supplier<? extends Component> component)
            throws InterruptedException {
        failToStart(component.get());
        OpenResources before = OpenResources.now();
        StartException failure = failToStart(component.get());
        before.assertNothingWasAdded();
        return failure;
    }

    private static StartException failToStart(Component component) {
        try {
            component.start();
        } catch (StartException e) {
            assertThat(e).message().as("why it cannot start").isNotBlank();
            closeWithoutStart(component);
            return e;
        }
        component.close();
        throw new AssertionError("the start did not fail");
    }

    private static void closeWithoutStart(Component component) {
        assertThatCode(component::close).as("close of what does not run").doesNotThrowAnyException();
        assertThatCode(component::close).as("close twice of what does not run").doesNotThrowAnyException();
    }

    private static @Nullable Throwable thrownOnAnotherThread(Runnable close) throws InterruptedException {
        FutureTask<Void> task = new FutureTask<>(close, null);
        Thread thread = new Thread(task, "contract close");
        thread.start();
        thread.join();
        return task.state() == FutureTask.State.FAILED ? task.exceptionNow() : null;
    }
}
