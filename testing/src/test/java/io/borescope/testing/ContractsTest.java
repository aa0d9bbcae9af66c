package io.borescope.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Component;
import io.borescope.api.component.StartException;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import java.lang.foreign.Arena;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contracts refuse what they are for. */
final class ContractsTest {
    @TempDir
    Path folder;

    @Test
    void aComponentThatDoesNothingKeepsTheContract() throws Exception {
        ComponentContract.check(() -> new Component() {});
    }

    @Test
    void closeWorksWithoutAStart() {
        refuses("does not run", () -> new Component() {
            private @Nullable Arena arena;

            @Override
            public void start() {
                arena = Arena.ofShared();
            }

            @Override
            public void close() {
                if (arena == null) {
                    throw new IllegalStateException("was not started");
                } else if (arena.scope().isAlive()) {
                    arena.close();
                }
            }
        });
    }

    @Test
    void closeWorksTwice() {
        refuses("close twice", () -> new Component() {
            private final Arena arena = Arena.ofShared();

            @Override
            public void close() {
                arena.close();
            }
        });
    }

    @Test
    void closeWorksOnAnotherThread() {
        refuses("another thread", () -> new Component() {
            private @Nullable Arena arena;

            @Override
            public void start() {
                arena = Arena.ofConfined();
            }

            @Override
            public void close() {
                if (arena != null) {
                    arena.close();
                    arena = null;
                }
            }
        });
    }

    private static void refuses(String complaint, Supplier<Component> component) {
        assertThatThrownBy(() -> ComponentContract.check(component))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void aThreadThatIsLeftIsFoundEvenADaemon() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        OpenResources before = OpenResources.now();
        Thread thread = Thread.ofPlatform().daemon().name("left").start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> before.assertNothingWasAdded(Duration.ZERO)).hasMessageContaining("left");
        end.countDown();
        thread.join();
        before.assertNothingWasAdded(Duration.ZERO);
    }

    @Test
    void aSocketAndAFileThatAreLeftAreFound() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc");
        new ServerSocket(0).close(); // what the first one loads
        OpenResources before = OpenResources.now();
        try (ServerSocket _ = new ServerSocket(0)) {
            assertThatThrownBy(() -> before.assertNothingWasAdded(Duration.ZERO))
                    .hasMessageContaining("socket:");
        }
        Path file = Files.createFile(folder.resolve("kept.txt"));
        try (var _ = Files.newInputStream(file)) {
            assertThatThrownBy(() -> before.assertNothingWasAdded(Duration.ZERO))
                    .hasMessageContaining("kept.txt");
        }
        before.assertNothingWasAdded(Duration.ZERO);
    }

    @Test
    void aStartThatShouldFailFailsWithAReason() throws Exception {
        StartException failure = ComponentContract.checkFailingStart(() -> new Component() {
            @Override
            public void start() throws StartException {
                throw new StartException("there is no bird.");
            }
        });
        assertThat(failure).hasMessage("there is no bird.");
        assertThatThrownBy(() -> ComponentContract.checkFailingStart(() -> new Component() {}))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aBorrowedBatchThatIsKeptCannotBeRead() {
        EventBatch events = new EventRecords(1024)
                .syscall(EventType.SYSCALL_READ, 2, 23, 5, 1, 0)
                .batch(7)
                .withLost(new long[] {0, 3, 0, 5});
        List<EventBatch> kept = new ArrayList<>();
        List<EventBatch> copied = new ArrayList<>();
        BatchConsumer<EventBatch> careless = batch -> {
            assertThat(batch.pid(0)).isEqualTo(23);
            assertThat(batch.watermarkNanos()).isEqualTo(7);
            kept.add(batch);
            copied.add(batch.owned());
        };
        OwnershipContract.lend(events, careless);
        assertThat(copied.getFirst().pid(0)).isEqualTo(23);
        assertThat(copied.getFirst().lost(3)).isEqualTo(5);
        assertThat(copied.getFirst().lost()).isEqualTo(8);
        assertThat(events.pid(0)).isEqualTo(23);
        assertThatThrownBy(() -> kept.getFirst().pid(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOwnedBatchThatIsChangedIsFound() throws Exception {
        MetricDescriptor birds = new MetricDescriptor(
                "birds",
                "Birds seen.",
                MetricKind.SUM,
                "1",
                Temporality.DELTA,
                List.of(),
                List.of(ColumnSpec.integer("sum", "1")),
                List.of());
        long[] sums = {23};
        MetricBatch batch = MetricRows.batch(0, birds, new LongColumn(sums));
        OwnershipContract.checkUnchanged(batch, batch::eventCount);
        assertThatThrownBy(() -> OwnershipContract.checkUnchanged(batch, () -> sums[0] = 29))
                .hasMessageContaining("binary form");
    }

    record Volume(@Doc("How loud.") int loudness, String undocumented) implements ComponentConfig {}

    record Song(@Doc("How loud it is.") int songVolume) implements ComponentConfig {
        @Override
        public void validate(Problems problems) {
            if (songVolume > 11) {
                problems.add("song_volume", "%d is too loud. Choose 11 at most.", songVolume);
            } else if (songVolume > 5) {
                problems.add("volume", "%d is loud.", songVolume);
            } else if (songVolume > 3) {
                problems.add("song_volume", "not so loud");
            }
        }
    }

    @Test
    void keysAreDocumentedAndProblemsNameThem() {
        ConfigContract.check(Song.class);
        assertThatThrownBy(() -> ConfigContract.check(Volume.class)).hasMessageContaining("undocumented");
        assertThat(ConfigContract.problems(new Song(1))).isEmpty();
        assertThat(ConfigContract.problems(new Song(12)))
                .containsExactly("song_volume: 12 is too loud. Choose 11 at most.");
        assertThatThrownBy(() -> ConfigContract.problems(new Song(6))).hasMessageContaining("6 is loud.");
        assertThatThrownBy(() -> ConfigContract.problems(new Song(4))).hasMessageContaining("not so loud");
    }
}
