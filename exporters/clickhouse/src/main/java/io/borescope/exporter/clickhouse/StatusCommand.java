package io.borescope.exporter.clickhouse;

import io.borescope.api.command.Command;
import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandException;
import io.borescope.api.command.CommandOption;
import io.borescope.exporter.clickhouse.schema.SchemaException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says at which version tables are. */
final class StatusCommand implements Command<ClickHouseExporterConfig> {
    private static final String JSON = "--json";

    @Override
    public String name() {
        return "clickhouse status";
    }

    @Override
    public String description() {
        return "Says at which version the tables of a clickhouse exporter are, and what is missing. Ends with 0 if they are up to date, with 1 if not.";
    }

    @Override
    public List<CommandOption> options() {
        List<CommandOption> options = new ArrayList<>(ServerOptions.all());
        options.add(new CommandOption(JSON, "", "One JSON object instead of text."));
        return options;
    }

    @Override
    public void run(CommandCall<ClickHouseExporterConfig> call) throws CommandException, InterruptedException {
        List<TargetStatus> all = new ArrayList<>();
        for (ClickHouseExporterConfig config : ServerOptions.read(call, System.getenv())) {
            try {
                List<Table> otelTables = new RecordTables(config).written();
                SchemaTarget.forEach(config, System::nanoTime, target -> all.add(TargetStatus.of(target, otelTables)));
            } catch (SchemaException e) {
                throw new CommandException(e.text(), e);
            }
        }
        boolean isUpToDate = all.stream().allMatch(TargetStatus::isUpToDate);
        if (call.has(JSON)) {
            call.out()
                    .println("{\"up_to_date\":%s,\"databases\":%s}"
                            .formatted(
                                    isUpToDate,
                                    all.stream().map(TargetStatus::json).collect(Collectors.joining(",", "[", "]"))));
        } else {
            all.forEach(status -> call.out().print(status.text()));
        }
        call.out().flush();
        if (!isUpToDate) {
            boolean isApplied = all.stream().allMatch(status -> status.schema().isUpToDate());
            throw new CommandException(
                    isApplied
                            ? "Tables are not as the exporter needs them. What is said above helps; apply leaves tables alone that are there."
                            : "The schema is not up to date: borescope clickhouse apply");
        }
    }
}
