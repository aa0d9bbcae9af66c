package io.borescope.exporter.clickhouse;

import io.borescope.api.command.Command;
import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandException;
import io.borescope.api.command.CommandOption;
import io.borescope.exporter.clickhouse.schema.Decisions;
import io.borescope.exporter.clickhouse.schema.LeaseHeldException;
import io.borescope.exporter.clickhouse.schema.Migration;
import io.borescope.exporter.clickhouse.schema.Plan;
import io.borescope.exporter.clickhouse.schema.SchemaException;
import java.time.Duration;
import java.util.List;

/** Brings tables to the latest version. Waits for another process that is at it. */
final class ApplyCommand implements Command<ClickHouseExporterConfig> {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "clickhouse apply";
    }

    @Override
    public String description() {
        return "Makes the tables of a clickhouse exporter, or brings them to the latest version, and sets their TTLs. May be run again and again, by any"
                + " number of processes: one does it, the others wait. What was broken off is continued.";
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
                SchemaTarget.forEach(config, System::nanoTime, target -> apply(target, decisions, call));
            } catch (SchemaException e) {
                throw new CommandException(e.text(), e);
            }
        }
    }

    private static void apply(SchemaTarget target, Decisions decisions, CommandCall<ClickHouseExporterConfig> call)
            throws SchemaException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        String waitsFor = "";
        while (true) {
            try {
                Plan done = target.migrator().apply(decisions, line -> print(call, target, line));
                print(call, target, done.isEmpty() ? "nothing to do" : "done, version " + Migration.LATEST);
                return;
            } catch (LeaseHeldException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                if (!e.text().equals(waitsFor)) {
                    waitsFor = e.text();
                    print(call, target, "waiting: " + waitsFor);
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static void print(CommandCall<ClickHouseExporterConfig> call, SchemaTarget target, String line) {
        call.out().println(target.name() + ": " + line);
        call.out().flush();
    }
}
