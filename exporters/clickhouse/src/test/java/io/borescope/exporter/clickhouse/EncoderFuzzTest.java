package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.metric.MetricBatch;
import io.borescope.api.tls.TlsConfig;
import io.borescope.testing.LongForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random tables of all types, filled from random batches, of which the real engine must hold every bit. New ones in each run;
 * {@code -Dborescope.seed} repeats a run, {@code -Dlong=on} makes it long.
 */
@Timeout(1200)
class EncoderFuzzTest extends EngineTest {
    private static final List<NativeType> TYPES = List.of(
            NativeType.BOOL,
            NativeType.UINT8,
            NativeType.UINT16,
            NativeType.UINT32,
            NativeType.INT32,
            NativeType.UINT64,
            NativeType.INT64,
            NativeType.DATE_TIME,
            NativeType.DATE_TIME_NANOS,
            NativeType.FLOAT32,
            NativeType.FLOAT64,
            NativeType.STRING,
            NativeType.LOW_CARDINALITY,
            NativeType.UUID,
            NativeType.ATTRIBUTES,
            NativeType.HISTOGRAM,
            NativeType.array(NativeType.UINT8),
            NativeType.array(NativeType.UINT16),
            NativeType.array(NativeType.INT32),
            NativeType.array(NativeType.UINT64),
            NativeType.array(NativeType.STRING));

    private static final List<Compression> COMPRESSIONS = List.of(Compression.values());

    @Test
    void theEngineHoldsEveryBit() throws Exception {
        long seed = Long.getLong("borescope.seed", System.nanoTime());
        System.out.println("borescope.seed=" + seed);
        Random random = new Random(seed);
        RandomBatches batches = new RandomBatches(seed);
        BlockEncoder encoder = new BlockEncoder();
        NativeBuffer packed = new NativeBuffer();
        int rounds = LongForm.isWanted() ? 3000 : 40;
        for (int round = 0; round < rounds; round++) {
            Table table = table(random);
            List<MetricBatch> sent = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                sent.add(batches.of(table, random.nextInt(8) == 0 ? 0 : random.nextInt(300)));
            }
            Compression compression = COMPRESSIONS.get(random.nextInt(COMPRESSIONS.size()));
            create(table);
            insert(table, compression, compression.pack(encoder.encode(table, sent), packed));
            assertThat(engine.query("default", ReadBack.sql(table)))
                    .as("round %d of -Dborescope.seed=%d, %s, %s", round, seed, compression, table)
                    .isEqualTo(ReadBack.expected(table, sent));
            engine.execute("default", "DROP TABLE fuzz");
        }
    }

    private static Table table(Random random) {
        List<Table.Column> columns = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            NativeType type = TYPES.get(random.nextInt(TYPES.size()));
            String name = "c" + i;
            columns.add(new Table.Column(name, type, source(type, name, random), 1));
        }
        return new Table("fuzz", Content.Columns.WINDOWS, 1, columns);
    }

    private static Source source(NativeType type, String column, Random random) {
        boolean ofBatch = random.nextInt(4) == 0;
        return switch (type) {
            case NativeType.Uuid _ -> new Source.SharedUuid(batch -> batch.id().run());
            case NativeType.Text _
            when ofBatch ->
                new Source.SharedText(
                        batch -> batch.resource().attributes().values().stream().collect(Collectors.joining("\t")));
            case NativeType.Whole whole when whole.sql().equals("UInt32") && ofBatch -> new Source.RowNumber();
            case NativeType.Whole whole
            when whole.sql().startsWith("DateTime64(3)") && !ofBatch -> new Source.Moment(column);
            case NativeType.Whole _
            when ofBatch -> new Source.Shared(batch -> batch.window().durationNanos());
            default -> new Source.Figure(column);
        };
    }

    private static void create(Table table) throws Exception {
        String columns = table.columns().stream()
                .map(column -> column.name() + " " + column.type().sql())
                .collect(Collectors.joining(", "));
        engine.execute("default", "CREATE TABLE fuzz (" + columns + ") ENGINE = MergeTree ORDER BY ()");
    }

    private static void insert(Table table, Compression compression, NativeBuffer body) throws Exception {
        ClickHouseExporterConfig config = new ClickHouseExporterConfig(
                List.of(engine.uri()),
                "default",
                null,
                null,
                compression,
                100_000,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                Map.of(),
                MetricsTablesConfig.DEFAULT,
                TlsConfig.DEFAULT,
                false,
                ClusterConfig.NONE,
                null,
                ClickHouseExporterConfig.LOGS,
                ClickHouseExporterConfig.TRACES,
                false,
                null);
        try (Server server = new Server(engine.uri(), config, Optional.empty(), Duration.ofSeconds(30))) {
            server.insert(table.name(), body, "fuzz", Duration.ofSeconds(30));
        }
    }
}
