package io.borescope.engine.cli;

import io.borescope.api.command.CommandException;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.config.Suggestion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what passes an edge of a running agent, until somebody has seen enough. */
@Command(
        name = "tap",
        description = "Shows records that pass through a running agent with the extension admin, as they pass: what its"
                + " receivers bring (PIPELINE), what a processor hands on or an exporter is given"
                + " (PIPELINE/COMPONENT). Ctrl-C ends it; the agent goes on.")
final class TapCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Parameters(arity = "0..1", paramLabel = "PIPELINE[/COMPONENT]", description = "Where to look.")
    private @Nullable String edge;

    @Option(names = "--list", description = "List the edges, and the signal of each.")
    private boolean list;

    @Option(
            names = "--filter",
            paramLabel = "CONDITION",
            description = "Only records with this: field=value, field!=value, field~part, field>number or field<number,"
                    + " with the names that are shown. May be repeated: all have to hold.")
    private List<String> filters = new ArrayList<>();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "10",
            description = "Most records per second, up to 1000; default ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--count", paramLabel = "N", description = "End after so many records.")
    private int count;

    @Option(names = "--json", description = "A JSON object per record, with all fields.")
    private boolean json;

    private volatile boolean ending;

    @Override
    public Integer call() throws ConfigException, CommandException, InterruptedException {
        log.apply(LogsConfig.DEFAULT);
        if (edge == null && !list) {
            throw CommandException.usage("Say where to look: PIPELINE[/COMPONENT]. --list shows what there is.");
        }
        try (AdminClient agent = admin.connect()) {
            if (edge == null || list) {
                out().print(agent.edges(json));
                out().flush();
            } else {
                show(agent, edge);
            }
        }
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private void show(AdminClient agent, String where) throws CommandException, InterruptedException {
        String counts = "";
        try (AdminClient.Records records = agent.tap(where, filters, rate, count, json)) {
            Signals.handle(Signals.INTERRUPT, () -> end(records));
            records.next(); // counts, before anything has passed
            for (AdminClient.Line line = records.next(); line != null; line = records.next()) {
                if (line.isStatus()) {
                    counts = line.text();
                } else {
                    out().println(line.text());
                    ending |= out().checkError(); // nobody reads any more
                }
                if (ending) {
                    break;
                }
            }
        } catch (IOException closed) {
            if (!ending) {
                throw new CommandException("The agent has ended, or has closed its admin extension.", closed);
            }
        }
        if (!counts.isEmpty()) { // up to a second old, unless it has ended by itself
            command.commandLine().getErr().println(counts);
        }
    }

    private void end(AdminClient.Records records) {
        ending = true;
        records.close();
    }

    /** What somebody may have meant, for an edge that is not there. */
    static String unknown(String given, List<String> edges) {
        return "There is no edge \"%s\".%s Edges: %s."
                .formatted(given, Suggestion.didYouMean(given, edges), Suggestion.list(edges));
    }
}
