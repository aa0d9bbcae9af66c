package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimeLimitTest {
    private final ScheduledThreadPoolExecutor scheduler = Schedulers.create("test");

    @AfterEach
    void close() {
        scheduler.shutdownNow();
    }

    @Test
    void turnsAnExportThatTakesTooLongIntoAPassingFailure() {
        TimeLimit limit = new TimeLimit(scheduler);

        ExportException failure = catchThrowableOfType(
                ExportException.class,
                () -> limit.call(Duration.ofMillis(20), () -> {
                    new CountDownLatch(1).await();
                    return ExportResult.ACCEPTED;
                }));

        assertThat(failure).hasMessage("no answer within 20 ms");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void leavesAnExportAloneThatEndsInTime() throws Exception {
        TimeLimit limit = new TimeLimit(scheduler);

        assertThat(limit.call(Duration.ofHours(1), () -> ExportResult.ACCEPTED)).isEqualTo(ExportResult.ACCEPTED);
        assertThat(scheduler.getQueue()).isEmpty();
    }

    @Test
    void passesOnAnInterruptionThatIsNotItsOwn() {
        TimeLimit limit = new TimeLimit(scheduler);
        Thread.currentThread().interrupt();

        InterruptedException interrupted = catchThrowableOfType(
                InterruptedException.class,
                () -> limit.call(Duration.ofHours(1), () -> {
                    new CountDownLatch(1).await();
                    return ExportResult.ACCEPTED;
                }));

        assertThat(interrupted).isNotNull();
    }
}
