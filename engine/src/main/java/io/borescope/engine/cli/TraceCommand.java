package io.borescope.engine.cli;

import io.borescope.api.component.StartException;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.plugin.Plugins;
import io.borescope.engine.runtime.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Observes one command from its first instruction to its end. */
@Command(
        name = "trace",
        description =
                "Runs a command and shows what it and its children do: system calls, files, network, CPU. Ends with the"
                        + " command and with its status. Needs no configuration.",
        footer = {"", "Example:", "  borescope trace -- curl -s https://example.org"})
final class TraceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "Length of the windows that are summed up and shown. Default: ${DEFAULT-VALUE}.")
    private String interval = "1s";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Sets one key of the built-in pipeline, as for run. Its components: receivers process and ebpf;"
                            + " processors client_tag, slot_window and aggregate; exporter debug.")
    private List<String> settings = new ArrayList<>();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The command and its arguments.")
    private List<String> traced = new ArrayList<>();

    @Override
    public Integer call() throws ConfigException, StartException, InterruptedException {
        LogsConfig logs = log.apply(read(List.of()).logs());
        try (Plugins loaded = plugins.load();
                TracedProcess process = TracedProcess.startStopped(traced)) {
            // Ctrl-C reaches the command by itself, being on the same terminal; we go on until it has ended.
            Signals.handle(Signals.INTERRUPT, () -> {});
            Signals.handle(Signals.TERMINATE, process::terminate);
            List<String> include = List.of(BuiltInPipeline.observing(process.pid()));
            Agent agent = new Agent(read(include).plan(loaded.catalog()).plan());
            int status = observe(agent, process);
            SummaryPrinter.print(command.commandLine().getErr(), agent.summary(), logs.format());
            return status;
        }
    }

    private ConfigTree read(List<String> first) throws ConfigException {
        List<String> all = new ArrayList<>(first);
        all.add("processors.slot_window.interval=" + interval);
        all.addAll(settings);
        return BuiltInPipeline.read(all);
    }

    private static int observe(Agent agent, TracedProcess process) throws StartException, InterruptedException {
        try (agent) {
            agent.start();
            process.resume();
            return process.waitFor();
        }
    }
}
