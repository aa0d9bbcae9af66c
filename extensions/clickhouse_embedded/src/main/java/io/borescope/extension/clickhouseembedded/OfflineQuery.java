package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.CommandException;
import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import io.borescope.extension.clickhouseembedded.launcher.QueryMain;
import io.borescope.extension.clickhouseembedded.library.LibraryCache;
import io.borescope.extension.clickhouseembedded.library.LibraryException;
import io.borescope.extension.clickhouseembedded.library.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A query of a data directory that no engine has open, answered by an engine that lives as long as the query, in its own process. */
record OfflineQuery(DataDirectory directory) {
    /**
     * Asks, and copies the answer.
     *
     * @throws CommandException with the engine's message, or if there is nothing to ask
     */
    void run(Query query, PrintWriter out) throws IOException, CommandException, InterruptedException {
        if (!directory.hasData()) {
            throw new CommandException(
                    ("No agent with clickhouse_embedded has kept anything in %s. Name the data directory with"
                                    + " --directory, or the configuration with --config.")
                            .formatted(directory.path()));
        }
        Path errors = Files.createTempFile("borescope-query", ".err");
        try {
            run(query, out, errors);
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private void run(Query query, PrintWriter out, Path errors)
            throws IOException, CommandException, InterruptedException {
        List<String> command = EngineProcess.command(QueryMain.class);
        command.addAll(List.of(library().toString(), directory.path().toString(), query.database(), query.format()));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            try (OutputStream sql = process.getOutputStream()) {
                sql.write(query.sql().getBytes(StandardCharsets.UTF_8));
            }
            Query.copy(process.getInputStream(), out);
            if (process.waitFor() != 0) {
                throw new CommandException(Files.readString(errors).strip());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path library() throws CommandException {
        try {
            return LibraryCache.ofUser(System.getenv())
                    .find(Platform.requirePackage())
                    .orElseThrow(() ->
                            new CommandException("No agent runs, and libchdb, which could open the data, is not here."
                                    + " Get it with 'borescope clickhouse fetch' (178 MB, once)."));
        } catch (LibraryException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }
}
