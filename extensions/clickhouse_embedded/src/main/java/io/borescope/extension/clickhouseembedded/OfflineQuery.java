package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.CommandException;
import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import io.borescope.extension.clickhouseembedded.launcher.QueryMain;
import io.borescope.extension.clickhouseembedded.library.LibraryCache;
import io.borescope.extension.clickhouseembedded.library.LibraryException;
import io.borescope.extension.clickhouseembedded.library.LibraryPackage;
import io.borescope.extension.clickhouseembedded.library.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A query of a data directory that no engine has open, answered by an engine that lives as long as the query, in its own process. */
record OfflineQuery(DataDirectory directory) {
    /**
     * Asks, and copies the answer.
     *
     * @return rows of the answer
     * @throws CommandException with the engine's message, or if there is nothing to ask
     */
    long run(Query query, PrintWriter out) throws IOException, CommandException, InterruptedException {
        if (!directory.hasData()) {
            throw new CommandException(("No agent with clickhouse_embedded has kept anything in %s. Name the data"
                            + " directory with --directory, or the configuration with --config.%s")
                    .formatted(directory.path(), DefaultDirectory.hintAtRoots(directory.path())));
        }
        Path errors = Files.createTempFile("borescope-query", ".err");
        try {
            return run(query, out, errors);
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private long run(Query query, PrintWriter out, Path errors)
            throws IOException, CommandException, InterruptedException {
        List<String> command = EngineProcess.command(QueryMain.class);
        command.addAll(List.of(library().toString(), directory.path().toString(), query.database(), query.format()));
        query.parameters().forEach((name, value) -> command.add(name + "=" + Query.escaped(value)));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            try (OutputStream sql = process.getOutputStream()) {
                sql.write(query.sql().getBytes(StandardCharsets.UTF_8));
            }
            Query.copy(process.getInputStream(), out);
            int status = process.waitFor();
            String said = Files.readString(errors).strip();
            if (status != 0) {
                throw new CommandException(said);
            }
            return rows(said);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Of the last statement: the choice of a database comes before it. */
    private static long rows(String said) {
        return said.lines()
                .filter(line -> line.matches(QueryMain.ROWS + "[0-9]{1,18}"))
                .reduce((_, last) -> last)
                .map(line -> Long.parseLong(line.substring(QueryMain.ROWS.length())))
                .orElse(Answers.UNKNOWN_ROWS);
    }

    /** From this user's cache; or where the agent had it from, which may run as another user than the one who fetched. */
    private Path library() throws CommandException, IOException {
        String agents = KeptSettings.read(directory).libraries();
        try {
            LibraryPackage wanted = Platform.requirePackage();
            return LibraryCache.ofUser(System.getenv())
                    .find(wanted)
                    .or(() -> agents.isEmpty() ? Optional.empty() : new LibraryCache(Path.of(agents)).find(wanted))
                    .orElseThrow(() ->
                            new CommandException("No agent runs, and libchdb, which could open the data, is not here."
                                    + " Get it with 'borescope clickhouse fetch' (178 MB, once)."));
        } catch (LibraryException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }
}
