package io.borescope.exporter.clickhouse;

import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandException;
import io.borescope.api.command.CommandOption;
import io.borescope.exporter.clickhouse.schema.Decisions;
import io.borescope.exporter.clickhouse.schema.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What only a person can know of a database. */
final class DecisionOptions {
    private static final String BASELINE = "--baseline";
    private static final String RESUME = "--resume";

    private DecisionOptions() {}

    /** These options after others. */
    static List<CommandOption> and(List<CommandOption> others) {
        List<CommandOption> options = new ArrayList<>(others);
        options.add(
                new CommandOption(
                        BASELINE,
                        "VERSION",
                        "Takes the tables for those of this version. For tables that were made by hand, so that no version is recorded."));
        options.add(
                new CommandOption(
                        RESUME,
                        "",
                        "Finishes a migration that another program, such as Observoor, began and did not finish. Make sure that it does not run any more."));
        return options;
    }

    static Decisions read(CommandCall<?> call) throws CommandException {
        Optional<String> baseline = call.value(BASELINE);
        OptionalLong version = baseline.isPresent() ? OptionalLong.of(version(baseline.get())) : OptionalLong.empty();
        return new Decisions(version, call.has(RESUME));
    }

    private static long version(String text) throws CommandException {
        long version = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
        if (version < 1 || version > Migration.LATEST) {
            throw CommandException.usage(
                    "%s: \"%s\" is not between 1 and %d.".formatted(BASELINE, text, Migration.LATEST));
        }
        return version;
    }
}
