package io.borescope.extension.clickhouseembedded;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A database with the tables that the exporter clickhouse writes to, made by its schema, and rows that tests put there. */
record ObservoorDatabase(RealEngine engine, String name) {
    private static final Path SCHEMA =
            Path.of("../../exporters/clickhouse/src/main/resources/io/borescope/exporter/clickhouse/schema");

    /** Makes it. Merges are stopped: what is there twice stays there twice. */
    static ObservoorDatabase create(RealEngine engine, String name) throws Exception {
        engine.query("CREATE DATABASE IF NOT EXISTS " + name);
        ObservoorDatabase database = new ObservoorDatabase(engine, name);
        for (Path file : schemaFiles()) {
            String text = Files.readString(file).replaceAll("(?m)^--.*$", "");
            for (String statement : text.split(";")) {
                if (!statement.isBlank()) {
                    database.run(statement);
                }
            }
        }
        engine.query("SYSTEM STOP MERGES");
        return database;
    }

    private static List<Path> schemaFiles() throws Exception {
        List<Path> files = new ArrayList<>();
        for (Path folder : List.of(SCHEMA, SCHEMA.resolve("otel"))) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.sql")) {
                found.forEach(files::add);
            }
        }
        return files.stream().sorted().toList();
    }

    void run(String sql) throws Exception {
        engine.query(sql, "database=" + name);
    }

    String ask(String sql) throws Exception {
        return engine.query(sql, "database=" + name);
    }

    /** Puts rows into a table twice, as a repeated delivery does that the server did not recognise. */
    void insertTwice(String table, String columns, String... rows) throws Exception {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            values.add("(%s, %d)".formatted(rows[i], i));
        }
        // The number of the row in its batch keeps rows apart; tables of readings tell them apart by their time.
        String number = table.equals("sync_state") || table.equals("host_specs") ? "wallclock_slot" : "batch_row";
        for (int i = 0; i < 2; i++) {
            run("INSERT INTO %s (%s, %s) SETTINGS insert_deduplication_token = '%d' VALUES %s"
                    .formatted(table, columns, number, i, String.join(", ", values)));
        }
    }
}
