package io.borescope.engine.cli;

import io.borescope.api.component.StartException;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Stage;
import io.borescope.api.diagnosis.Subject;
import io.borescope.api.privilege.Capabilities;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.config.Durations;
import io.borescope.engine.config.LoadedConfig;
import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.diagnosis.Diagnosis;
import io.borescope.engine.diagnosis.Examination;
import io.borescope.engine.diagnosis.NeededPrivilege;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.Plugins;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds out where the way from kernel to backend is broken. */
@Command(
        name = "doctor",
        description =
                "Walks the way of events stage by stage, from privileges and kernel to arriving events, says what was found"
                        + " and what to do, and names the first dead stage. Loads and attaches every probe for a moment."
                        + " Warnings do not make it fail.",
        footer = {
            "",
            "Examples:",
            "  borescope doctor",
            "  borescope doctor --config agent.yaml --pid 4242",
            "  borescope doctor --config agent.yaml --capabilities",
            "  borescope doctor -- curl -s https://example.org"
        })
final class DoctorCommand implements Callable<Integer> {
    /** The command's output must not get between the lines of the report, nor into its JSON. */
    private static final List<String> ON_STANDARD_ERROR = List.of("sh", "-c", "exec \"$@\" >&2", "sh");

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "A running process: is it selected, and which of its events arrive?")
    private @Nullable Integer pid;

    @Option(
            names = "--observe",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description =
                    "Longest time to observe that process or the command, which is then ended. Default: ${DEFAULT-VALUE}.")
    private String observe = "2s";

    @Option(
            names = "--capabilities",
            description =
                    "Print which capabilities the configuration needs, why, and the lines for a systemd unit; look"
                            + " at nothing else.")
    private boolean capabilities;

    @Option(names = "--json", description = "Print one JSON object at the end instead of a line per finding.")
    private boolean json;

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "A command to start and observe, with its arguments; its output goes to standard error.")
    private List<String> started = new ArrayList<>();

    @Override
    public Integer call() throws ConfigException, StartException, InterruptedException {
        Duration observation = observation();
        if (pid != null && (pid < 1 || !started.isEmpty())) {
            throw new ParameterException(
                    command.commandLine(),
                    pid < 1 ? "--pid: %d is no process id.".formatted(pid) : "Give either --pid or a command.");
        }
        log.apply(new LogsConfig(LogsConfig.Level.WARN, LogsConfig.Format.TEXT));
        if (capabilities) {
            return printCapabilities();
        }
        if (started.isEmpty()) {
            return examine(Optional.ofNullable(pid).map(id -> Subject.running(id, observation)));
        }
        List<String> wrapped = new ArrayList<>(ON_STANDARD_ERROR);
        wrapped.addAll(started);
        try (TracedProcess process = TracedProcess.startStopped(wrapped)) {
            Subject subject = new Subject(Math.toIntExact(process.pid()), () -> resume(process), observation);
            return examine(Optional.of(subject));
        }
    }

    private int printCapabilities() throws ConfigException {
        PrintWriter out = command.commandLine().getOut();
        try (Plugins loaded = plugins.load()) {
            ConfigTree tree = config.isGiven() ? config.read() : BuiltInPipeline.read(config.settings());
            AgentPlan plan = tree.plan(loaded.catalog()).plan();
            CapabilitiesPrinter printer =
                    new CapabilitiesPrinter(NeededPrivilege.of(plan), Capabilities.ofThisProcess());
            if (json) {
                out.println(printer.json());
            } else {
                printer.print(out);
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    private Duration observation() {
        try {
            return Durations.parse(observe);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--observe: " + e.getMessage(), e);
        }
    }

    private static void resume(TracedProcess process) throws InterruptedException {
        try {
            process.resume();
        } catch (StartException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private int examine(Optional<Subject> subject) throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        DiagnosisPrinter printer = new DiagnosisPrinter(out);
        Examination examination = new Examination(new CheckSettings(subject), json ? _ -> {} : printer::print);
        try (Plugins loaded = plugins.load()) {
            ComponentCatalog catalog = loaded.catalog();
            catalog.failures()
                    .forEach(failure -> examination.tell(
                            Stage.CONFIGURATION,
                            Finding.warning("plugin " + failure.plugin(), failure.cause(), "Mend or remove it.")));
            examine(catalog, subject, examination);
        }
        Diagnosis diagnosis = examination.diagnosis();
        if (json) {
            out.println(DiagnosisJson.of(diagnosis));
        } else {
            printer.printVerdict(diagnosis);
        }
        out.flush();
        return exitCode(diagnosis);
    }

    /** The host is looked at also if the configuration is wrong: then with the pipeline that needs none. */
    private void examine(ComponentCatalog catalog, Optional<Subject> subject, Examination examination)
            throws InterruptedException {
        Optional<AgentPlan> configured = config.isGiven() ? configured(catalog, examination) : Optional.empty();
        if (configured.isPresent()) {
            examination.examine(configured.get(), EnumSet.allOf(Stage.class));
            return;
        }
        Set<Stage> stages = EnumSet.of(Stage.HOST, Stage.PROBES, Stage.EVENTS);
        if (subject.isPresent()) {
            stages.add(Stage.PROCESSES);
        }
        Optional<AgentPlan> builtIn = builtIn(catalog, subject, examination);
        if (builtIn.isPresent()) {
            examination.examine(builtIn.get(), stages);
        }
    }

    private Optional<AgentPlan> configured(ComponentCatalog catalog, Examination examination) {
        try {
            ConfigTree tree = config.read();
            LoadedConfig loaded = tree.plan(catalog);
            plugins.trust().check(tree, catalog);
            loaded.warnings()
                    .forEach(warning -> examination.tell(
                            Stage.CONFIGURATION, Finding.warning("configuration", warning.toString(), "")));
            examination.tell(Stage.CONFIGURATION, Finding.ok("configuration", ValidateCommand.describe(loaded.plan())));
            return Optional.of(loaded.plan());
        } catch (ConfigException e) {
            tell(e, examination);
            return Optional.empty();
        }
    }

    private Optional<AgentPlan> builtIn(ComponentCatalog catalog, Optional<Subject> subject, Examination examination) {
        long observed = subject.map(Subject::pid)
                .map(Integer::longValue)
                .orElse(ProcessHandle.current().pid());
        List<String> settings = new ArrayList<>(List.of(BuiltInPipeline.observing(observed)));
        if (!config.isGiven()) {
            settings.addAll(config.settings());
        }
        try {
            ConfigTree tree = BuiltInPipeline.read(settings);
            AgentPlan plan = tree.plan(catalog).plan();
            if (!config.isGiven()) {
                examination.tell(Stage.CONFIGURATION, Finding.ok("configuration", "none given: the built-in pipeline"));
            }
            return Optional.of(plan);
        } catch (ConfigException e) {
            tell(e, examination);
            return Optional.empty();
        }
    }

    private static void tell(ConfigException wrong, Examination examination) {
        wrong.problems()
                .forEach(problem ->
                        examination.tell(Stage.CONFIGURATION, Finding.failed("configuration", problem.toString(), "")));
    }

    private static int exitCode(Diagnosis diagnosis) {
        if (diagnosis.isDead(Stage.CONFIGURATION)) {
            return ExitCode.CONFIG;
        }
        return diagnosis.firstFailure().isPresent() ? ExitCode.FAILED : ExitCode.OK;
    }
}
