package io.borescope.exporter.clickhouse;

import io.borescope.api.command.Command;
import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandException;
import io.borescope.api.command.CommandOption;
import io.borescope.exporter.clickhouse.schema.Decisions;
import io.borescope.exporter.clickhouse.schema.Plan;
import io.borescope.exporter.clickhouse.schema.SchemaException;
import java.util.List;

/** Shows what {@link ApplyCommand} would do. */
final class PlanCommand implements Command<ClickHouseExporterConfig> {
    @Override
    public String name() {
        return "clickhouse plan";
    }

    @Override
    public String description() {
        return "Prints the SQL that would bring the tables of a clickhouse exporter to the latest version. Changes nothing.";
    }

    @Override
    public List<CommandOption> options() {
        return DecisionOptions.and(ServerOptions.all());
    }

    @Override
    public void run(CommandCall<ClickHouseExporterConfig> call) throws CommandException, InterruptedException {
        Decisions decisions = DecisionOptions.read(call);
        for (ClickHouseExporterConfig config : ServerOptions.read(call, System.getenv())) {
            try {
                SchemaTarget.forEach(config, System::nanoTime, target -> print(target, decisions, call));
            } catch (SchemaException e) {
                throw new CommandException(e.text(), e);
            }
        }
    }

    private static void print(SchemaTarget target, Decisions decisions, CommandCall<ClickHouseExporterConfig> call)
            throws SchemaException, InterruptedException {
        Plan plan = target.migrator().plan(decisions);
        if (plan.isEmpty()) {
            call.err().println(target.name() + ": up to date, nothing to do");
        } else {
            call.out().println("-- " + target.name() + "\n");
            call.out().print(plan.text());
        }
        call.out().flush();
    }
}
