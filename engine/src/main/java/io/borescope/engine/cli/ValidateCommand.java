package io.borescope.engine.cli;

import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.config.LoadedConfig;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.Plugins;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks a configuration without starting anything. */
@Command(
        name = "validate",
        description =
                "Checks a configuration and reports everything that is wrong, each with its file, line and column."
                        + " Starts nothing.")
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() throws ConfigException {
        ConfigTree tree = config.read();
        log.apply(tree.logs());
        try (Plugins loaded = plugins.load()) {
            LoadedConfig result = tree.plan(loaded.catalog());
            result.warnings().forEach(warning -> command.commandLine().getErr().println("warning: " + warning));
            warnOfExposedSecrets(tree, loaded.catalog());
            command.commandLine()
                    .getOut()
                    .println("The configuration is valid: %s.".formatted(describe(result.plan())));
            return ExitCode.OK;
        }
    }

    /** The file may be on its way to another place with other rights, so what run refuses is a warning here. */
    private void warnOfExposedSecrets(ConfigTree tree, ComponentCatalog catalog) {
        try {
            tree.refuseExposedSecrets(catalog);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> command.commandLine().getErr().println("warning: " + problem));
        }
    }

    /** What a plan consists of. */
    static String describe(AgentPlan plan) {
        int processors = plan.pipelines().stream()
                .mapToInt(pipeline -> pipeline.processors().size())
                .sum();
        return "pipelines %d, receivers %d, processors %d, exporters %d, extensions %d"
                .formatted(
                        plan.pipelines().size(),
                        plan.receivers().size(),
                        processors,
                        plan.exporters().size(),
                        plan.extensions().size());
    }
}
