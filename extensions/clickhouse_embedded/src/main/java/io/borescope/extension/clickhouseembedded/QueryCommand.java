package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.Command;
import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandException;
import io.borescope.api.command.CommandOption;
import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the engine of a running agent; if none runs, opens the data directory for as long as the answer takes.
 */
final class QueryCommand implements Command<ClickHouseEmbeddedConfig> {
    private static final String FORMAT = "--format";
    private static final String DATABASE = "--database";
    private static final String DIRECTORY = "--directory";
    private static final Map<String, String> FORMATS =
            Map.of("table", "PrettyCompactMonoBlock", "csv", "CSVWithNames", "json", "JSON");

    @Override
    public String name() {
        return "query";
    }

    @Override
    public String description() {
        return "Answers an SQL query from what clickhouse_embedded keeps, while the agent runs and after it. Where the data is comes from"
                + " --directory, from --config, or is the default directory of the user.";
    }

    @Override
    public List<CommandOption> options() {
        return List.of(
                new CommandOption(FORMAT, "FORMAT", "table, csv or json. Default: table. A FORMAT in the query wins."),
                new CommandOption(DATABASE, "NAME", "Where tables are that the query names without a database."),
                new CommandOption(DIRECTORY, "DIR", "The data directory."));
    }

    @Override
    public String argument() {
        return "SQL";
    }

    @Override
    public void run(CommandCall<ClickHouseEmbeddedConfig> call) throws CommandException, InterruptedException {
        String sql = call.argument()
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> CommandException.usage("Missing query: borescope query \"SELECT ...\""));
        Query query = new Query(sql, format(call), call.value(DATABASE).orElse(""));
        DataDirectory directory = new DataDirectory(directory(call));
        try {
            Optional<PublishedEndpoint> endpoint = PublishedEndpoint.read(directory);
            if (endpoint.isEmpty() || !answers(query, endpoint.get(), call)) {
                new OfflineQuery(directory).run(query, call.out());
            }
        } catch (AccessDeniedException e) {
            throw new CommandException("%s belongs to another user. Ask as that user.".formatted(directory.path()), e);
        } catch (IOException e) {
            throw new CommandException("The answer broke off: " + e + ".", e);
        } finally {
            call.out().flush();
        }
    }

    /** Whether there is an engine at the endpoint: one that was killed leaves it behind. */
    private static boolean answers(Query query, PublishedEndpoint endpoint, CommandCall<?> call)
            throws IOException, CommandException, InterruptedException {
        try {
            OnlineQuery.run(query, endpoint, call.out());
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    private static String format(CommandCall<?> call) throws CommandException {
        String name = call.value(FORMAT).orElse("table");
        String format = FORMATS.get(name);
        if (format == null) {
            throw CommandException.usage("--format: \"" + name + "\" is none of table, csv, json.");
        }
        return format;
    }

    private static Path directory(CommandCall<ClickHouseEmbeddedConfig> call) throws CommandException {
        Optional<Path> named = call.value(DIRECTORY).map(Path::of);
        if (named.isPresent()) {
            return named.get();
        }
        Path byDefault = DefaultDirectory.ofAgent(System.getenv());
        List<ClickHouseEmbeddedConfig> configured = call.configured();
        if (configured.size() > 1) {
            throw CommandException.usage("The configuration has several clickhouse_embedded. Name one's --directory.");
        }
        return configured.stream()
                .findFirst()
                .map(config -> Optional.ofNullable(config.directory()).orElse(byDefault))
                .orElse(byDefault);
    }
}
