package io.borescope.exporter.clickhouse.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What leads from one version of the schema to the next. Versions 1 to 7 are Observoor's, what comes later is ours.
 *
 * @param version from 1
 * @param name that of the file
 */
public record Migration(long version, String name, List<Statement> statements) {
    /** In order: the first is version 1. */
    private static final List<String> NAMES = List.of(
            "001_metrics",
            "002_no_raw_events",
            "003_float_figures",
            "004_cpu_utilization",
            "005_port_labels",
            "006_sampling",
            "007_snapshots",
            "008_exact_figures");

    private static final List<Migration> ALL = IntStream.range(0, NAMES.size())
            .mapToObj(i -> read(i + 1, NAMES.get(i)))
            .toList();

    /** The version that they lead to. */
    public static final long LATEST = ALL.getLast().version();

    /** All of them, oldest first. */
    public static List<Migration> all() {
        return ALL;
    }

    private static Migration read(long version, String name) {
        try (InputStream in = Migration.class.getResourceAsStream(name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("no schema file " + name);
            }
            return new Migration(version, name, Statement.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tables that there are after all of them, each with the column that says how old a row is. */
    static SequencedMap<String, String> timeColumnByTable() {
        SequencedMap<String, String> tables = new TreeMap<>();
        for (Migration migration : ALL) {
            for (Statement statement : migration.statements()) {
                switch (statement) {
                    case Statement.Create create -> tables.put(create.table(), create.timeColumn());
                    case Statement.Drop drop -> tables.remove(drop.table());
                    case Statement.Alter _, Statement.View _ -> {}
                }
            }
        }
        return tables;
    }
}
