package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.Command;
import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandException;
import io.borescope.api.command.CommandOption;
import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
    private static final String QUERIES = "--queries";
    private static final String LIST = "--list";
    private static final Map<String, String> FORMATS =
            Map.of("table", "PrettyCompactMonoBlock", "csv", "CSVWithNames", "json", "JSON");

    private final InstantSource clock;

    QueryCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "query";
    }

    @Override
    public String description() {
        return "Answers a query from what clickhouse_embedded keeps, while the agent runs and after it: one that has a name (top-cpu;"
                + " --list shows all), or SQL. Where the data is comes from --directory, from --config, or is the default directory of"
                + " the user.";
    }

    @Override
    public List<CommandOption> options() {
        List<CommandOption> options = new ArrayList<>(QueryParameters.OPTIONS);
        options.add(new CommandOption(LIST, "", "Shows the queries that have names."));
        options.add(
                new CommandOption(FORMAT, "FORMAT", "table, csv or json. Default: table. A FORMAT in the query wins."));
        options.add(new CommandOption(
                DATABASE, "NAME", "Where tables are that the query names without a database. Default: the agent's."));
        options.add(new CommandOption(DIRECTORY, "DIR", "The data directory."));
        options.add(new CommandOption(
                QUERIES, "DIR", "Folder with queries of yours, NAME.sql. Default: ~/.config/borescope/queries."));
        return options;
    }

    @Override
    public String argument() {
        return "NAME|SQL";
    }

    @Override
    public void run(CommandCall<ClickHouseEmbeddedConfig> call) throws CommandException, InterruptedException {
        NamedQueries queries =
                NamedQueries.load(call.value(QUERIES).map(Path::of), NamedQueries.folderOfUser(System.getenv()));
        if (call.has(LIST)) {
            queries.list(call.out());
            return;
        }
        String argument = call.argument()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> CommandException.usage(
                        "Missing query: borescope query top-cpu, borescope query \"SELECT ...\"; --list shows names."));
        NamedQuery query = NamedQuery.isName(argument) ? queries.find(argument) : NamedQuery.unnamed(argument);
        answer(query, call);
    }

    private void answer(NamedQuery query, CommandCall<ClickHouseEmbeddedConfig> call)
            throws CommandException, InterruptedException {
        Instant now = clock.instant();
        QueryParameters parameters = QueryParameters.of(call, query, now);
        DataDirectory directory = new DataDirectory(directory(call));
        Explanation explanation = new Explanation(query, database(call, directory));
        Answers answers = new Answers(directory);
        long rows;
        try {
            rows = answers.write(
                    new Query(query.sql(), format(call), explanation.database(), parameters.valuesFor(query)),
                    call.out());
        } catch (CommandException e) {
            throw explanation.ofFailure(e);
        }
        if (rows == 0 && !query.parameters().isEmpty()) {
            call.err().println(explanation.ofNothing(parameters, now, answers));
            call.err().flush();
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

    private static String database(CommandCall<?> call, DataDirectory directory) throws CommandException {
        Optional<String> named = call.value(DATABASE);
        try {
            return named.isPresent()
                    ? named.get()
                    : KeptSettings.read(directory).database();
        } catch (IOException e) {
            throw new CommandException(
                    "%s cannot be read: %s. Ask as the user that the agent runs as.".formatted(directory.path(), e), e);
        }
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
