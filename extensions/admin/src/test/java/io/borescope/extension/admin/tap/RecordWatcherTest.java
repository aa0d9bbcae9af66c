package io.borescope.extension.admin.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.borescope.api.Batch;
import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.ProcessEvent;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Value;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.extension.admin.tap.RecordWatcher.Counts;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.MetricRows;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.RandomRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What is shown of batches of each signal, and what is left out. */
final class RecordWatcherTest {
    private static final int MANY = 1_000;

    private final HandClock clock = new HandClock(1_000, OtelRecords.START);

    private RecordWatcher watcher(int rate, String... filters) {
        return new RecordWatcher(clock, Stream.of(filters).map(FieldFilter::of).toList(), rate);
    }

    private static List<Fields> taken(RecordWatcher watcher) throws InterruptedException {
        List<Fields> taken = new ArrayList<>();
        for (Fields next = watcher.poll(0, TimeUnit.NANOSECONDS);
                next != null;
                next = watcher.poll(0, TimeUnit.NANOSECONDS)) {
            taken.add(next);
        }
        return taken;
    }

    private List<String> shown(Layout layout, Batch batch) throws InterruptedException {
        RecordWatcher watcher = watcher(MANY);
        watcher.see(batch);
        return taken(watcher).stream().map(layout::record).toList();
    }

    private static EventBatch reads(int count) {
        EventRecords records = new EventRecords(count * 40L);
        for (int i = 0; i < count; i++) {
            records.syscall(EventType.SYSCALL_READ, 2, 100 + i % 10, 5_000, 1_000L * i, 64);
        }
        return records.batch(EventBatch.NO_WATERMARK)
                .withTags(process ->
                        Optional.of(new ProcessIdentity(100, 0, "geth\u001b[31m", Map.of("container.id", "c0ffee"))));
    }

    @Test
    void kernelEventsInALine() throws Exception {
        EventRecords records = new EventRecords(1_000)
                .event(EventType.DISK_IO, DiskEvent.BYTES, 2, 7, 2_000)
                .u64(DiskEvent.LATENCY_NANOS, 1_203)
                .u32(DiskEvent.DATA_BYTES, 4_096)
                .u32(DiskEvent.DEVICE, 254 << 20 | 1)
                .u8(DiskEvent.OPERATION, DiskEvent.WRITE)
                .event(EventType.NET_TX, NetEvent.BYTES, 2, 7, 3_000)
                .u32(NetEvent.DATA_BYTES, -1)
                .u16(NetEvent.REMOTE_PORT, 0xffff)
                .process(EventType.PROCESS_EXEC, 2, 7, 4_000, 1, "dd", "/usr/bin/dd of=\"x\"");

        assertThat(shown(Layout.TEXT, records.batch(0)))
                .containsExactly(
                        "10:00:00.000001  disk_io pid=7 tid=7 cpu=0 operation=write latency_ns=1203 queue_ns=0 bytes=4096"
                                + " device=254:1 in_flight=0 error=0",
                        "10:00:00.000002  net_tx pid=7 tid=7 cpu=0 transport=tcp bytes=4294967295 local_port=0"
                                + " remote_port=65535",
                        "10:00:00.000003  process_exec pid=7 tid=7 cpu=0 parent_pid=0 comm=dd"
                                + " filename=\"/usr/bin/dd of=\\\"x\\\"\"");
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyKindOfEventIsRead(EventType type) throws Exception {
        EventBatch batch = new EventRecords(ProcessEvent.BYTES)
                .event(type, type.recordBytes(), 2, 7, 2_000)
                .batch(0);

        assertThat(shown(Layout.TEXT, batch)).singleElement().asString().contains(type.label() + " ", " pid=7");
    }

    @Test
    void whatCouldSteerATerminalDoesNotReachIt() throws Exception {
        assertThat(shown(Layout.TEXT, reads(1))).singleElement().asString().contains("client=geth?[31m");
        assertThat(shown(Layout.JSON, reads(1))).singleElement().asString().contains("\"geth\\u001B[31m\"");
        assertThat(shown(Layout.JSON, OtelRecords.logs(1, "\u202Eabc\u009B")))
                .singleElement()
                .asString()
                .contains("\"\\u202Eabc\\u009B\"");
    }

    @Test
    void eventsOfAWindowSayWhichOne() throws Exception {
        Window window = new Window(
                1, new ClockMapping(0, OtelRecords.START), OtelRecords.START, OtelRecords.END, Window.NO_SLOT, 0, 0);

        assertThat(shown(Layout.TEXT, new WindowedEvents(window, reads(1), 1, false)))
                .containsExactly("10:00:00.000005  syscall_read client=geth?[31m pid=100 tid=100 cpu=0 latency_ns=0"
                        + " result=64 window=2026-01-05T10:00:00.000000000Z");
    }

    @Test
    void rowsOfMetricsHaveTheirColumns() throws Exception {
        assertThat(shown(Layout.TEXT, MetricRows.latencies(0)))
                .containsExactly(
                        "10:00:00.000000  syscall_read pid=10 client_type=geth sum=4500 count=3 min=1000 max=2000"
                                + " histogram=[0,3,0] unit=ns window_ns=1000000000",
                        "10:00:00.000000  syscall_read pid=20 client_type=reth attributes.container.id=c0ffee sum=2000000"
                                + " count=4 min=900 max=1990000 histogram=[1,2,1] unit=ns window_ns=1000000000");
    }

    @Test
    void recordsOfOpenTelemetryHaveTheirAttributes() throws Exception {
        assertThat(shown(Layout.TEXT, OtelRecords.spans(1)))
                .containsExactly("10:00:00.000000  span-1 kind=server duration_ns=1000 status=unset"
                        + " trace=0af7651916cd43dd0000000000000001 id=b7ad6b7169200001 attributes.http.route=/1"
                        + " resource.service.name=shop scope=tests");
        assertThat(shown(Layout.TEXT, OtelRecords.logs(1, "out of stock")))
                .containsExactly(
                        "10:00:00.000000  - body=\"out of stock\" severity_number=9 resource.service.name=shop");
        assertThat(shown(
                        Layout.JSON,
                        OtelRecords.points(
                                "shop",
                                OtelRecords.gauge("load", 0.5, OtelRecords.texts("core", "é")),
                                OtelRecords.histogram(
                                        "wait", Metric.Temporality.DELTA, List.of(0.1), List.of(2L, 1L), 0.4))))
                .containsExactly(
                        "{\"time\":\"2026-01-05T10:00:01.000000000Z\",\"metric\":\"load\",\"kind\":\"gauge\",\"value\":0.5,"
                                + "\"unit\":\"1\",\"start\":\"2026-01-05T10:00:00.000000000Z\",\"attributes.core\":\"\\u00E9\","
                                + "\"resource.service.name\":\"shop\"}",
                        "{\"time\":\"2026-01-05T10:00:01.000000000Z\",\"metric\":\"wait\",\"kind\":\"histogram_delta\",\"count\":3,"
                                + "\"sum\":0.4,\"bounds\":[0.1],\"counts\":[2,1],\"unit\":\"s\","
                                + "\"start\":\"2026-01-05T10:00:00.000000000Z\",\"resource.service.name\":\"shop\"}");
    }

    @Test
    void whateverRecordsHoldALineIsJson() throws Exception {
        RandomRecords random = new RandomRecords(23);
        for (int i = 0; i < 200; i++) {
            for (Batch batch : List.of(random.spans(), random.logs(), random.points())) {
                for (String line : shown(Layout.JSON, batch)) {
                    assertThat(line).matches("[ -\u007f]*"); // no line break either
                    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
                        while (parser.nextToken() != null) {
                            // reads it
                        }
                    }
                }
                assertThat(shown(Layout.TEXT, batch)).noneMatch(line -> line.startsWith("#") || line.contains("\n"));
            }
        }
    }

    @Test
    void aHugeRecordIsCut() throws Exception {
        Attributes many = Attributes.ofTexts(Map.of("a", "x".repeat(1_000_000), "b", "y".repeat(1_000_000)));
        RecordWatcher watcher = watcher(MANY);
        watcher.see(OtelRecords.spans("shop", List.of(OtelRecords.span(1, "s", many))));
        watcher.see(OtelRecords.logs(
                "shop",
                OtelRecords.log(
                        9,
                        "x",
                        Attributes.of(Map.of(
                                "deep", new Value.Items(java.util.Collections.nCopies(100_000, Value.of(1))))))));

        assertThat(taken(watcher)).hasSize(2).allSatisfy(record -> {
            assertThat(record.get(Fields.TRUNCATED)).isEqualTo(true);
            assertThat(Layout.JSON.record(record)).hasSizeLessThan(20_000);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pid=103",
                "latency_ns>2000 latency_ns<4000",
                "client~GETH pid!=100 pid!=101 pid!=102 pid<104",
                "event=syscall_read nothing!=1 pid=103"
            })
    void filtersChoose(String conditions) throws Exception {
        RecordWatcher watcher = watcher(MANY, conditions.split(" "));
        watcher.see(reads(10));

        assertThat(taken(watcher))
                .singleElement()
                .satisfies(record -> assertThat(record.get("pid")).isEqualTo(103L));
        assertThat(watcher.counts()).isEqualTo(new Counts(10, 1, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid", "=1", "pid>many", ""})
    void aFilterThatIsNoneIsRefused(String condition) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldFilter.of(condition))
                .withMessageMatching(".*(is no filter. Write field=value.*|is no number.*)");
    }

    @Test
    void showsNoMoreThanTheRateAllowsAndCountsTheRest() throws Exception {
        RecordWatcher watcher = watcher(5);
        watcher.see(reads(23));
        assertThat(taken(watcher)).hasSize(5);
        watcher.see(reads(23));
        assertThat(taken(watcher)).isEmpty();
        clock.advance(Duration.ofMillis(400));
        watcher.see(reads(23));

        assertThat(taken(watcher)).hasSize(2);
        assertThat(watcher.counts()).isEqualTo(new Counts(69, 7, 0));
        assertThat(watcher.counts().leftOut()).isEqualTo(62);
    }

    @Test
    void looksAtNoMoreThanItMayWhereAFilterWantsNothing() throws Exception {
        RecordWatcher watcher = watcher(5, "pid=1");
        watcher.see(reads(20_000));

        assertThat(taken(watcher)).isEmpty();
        assertThat(watcher.counts()).isEqualTo(new Counts(20_000, 0, 1_000));
        clock.advance(Duration.ofMillis(10));
        watcher.see(reads(20_000));
        assertThat(watcher.counts()).isEqualTo(new Counts(40_000, 0, 1_100));
    }

    @Test
    void whereNobodyReadsItKeepsAFewAndNeverWaits() throws Exception {
        RecordWatcher watcher = watcher(MANY);
        watcher.see(reads(900));

        assertThat(taken(watcher)).hasSize(128);
        assertThat(watcher.counts()).isEqualTo(new Counts(900, 128, 0));
    }

    @Test
    void whoeverFindsItBusyPassesOn() throws Exception {
        RecordWatcher watcher = watcher(MANY);
        EventBatch busy = reads(1).withTags(_ -> {
            Thread other = Thread.ofPlatform().start(() -> watcher.see(reads(23)));
            try {
                other.join();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            return Optional.empty();
        });
        watcher.see(busy);

        assertThat(taken(watcher)).hasSize(1);
        assertThat(watcher.counts()).isEqualTo(new Counts(24, 1, 0));
    }
}
