package io.borescope.engine.cli;

import io.borescope.api.command.Command;
import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandOption;
import io.borescope.api.component.ComponentFactory;
import io.borescope.api.config.ComponentConfig;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.PlannedComponent;
import io.borescope.engine.plugin.ComponentCatalog;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/** A command of a plugin, as picocli sees it. */
final class PluginCommand<C extends ComponentConfig> implements Callable<Integer> {
    private final Command<C> command;
    private final ComponentFactory<C> factory;
    private final ComponentCatalog catalog;
    private final ConfigOptions config = new ConfigOptions();
    private final CommandSpec specification;

    PluginCommand(Command<C> command, ComponentFactory<C> factory, ComponentCatalog catalog) {
        this.command = command;
        this.factory = factory;
        this.catalog = catalog;
        this.specification = CommandSpec.wrapWithoutInspection(this)
                .usageMessage(new UsageMessageSpec()
                        .description(command.description())
                        .autoWidth(true));
        specification.addMixin("config", CommandSpec.forAnnotatedObject(config));
        command.options().forEach(option -> specification.addOption(option(option)));
        if (!command.argument().isEmpty()) {
            specification.addPositional(PositionalParamSpec.builder()
                    .index("0")
                    .arity("0..1")
                    .paramLabel(command.argument())
                    .type(String.class)
                    .build());
        }
    }

    private static OptionSpec option(CommandOption option) {
        OptionSpec.Builder builder = OptionSpec.builder(option.name()).description(option.description());
        return option.value().isEmpty()
                ? builder.arity("0").type(boolean.class).build()
                : builder.arity("1")
                        .paramLabel(option.value())
                        .type(String.class)
                        .build();
    }

    String name() {
        return command.name();
    }

    CommandSpec specification() {
        return specification;
    }

    @Override
    public Integer call() throws Exception {
        command.run(new Call<>(specification, config.isGiven() ? configured() : List.of()));
        return ExitCode.OK;
    }

    private List<C> configured() throws ConfigException {
        AgentPlan plan = config.read().plan(catalog).plan();
        List<C> configured = new ArrayList<>();
        plan.extensions().forEach(planned -> add(planned, configured));
        plan.receivers().forEach(planned -> add(planned, configured));
        plan.exporters().forEach(planned -> add(planned.component(), configured));
        return configured;
    }

    private void add(PlannedComponent<?> planned, List<C> configured) {
        if (planned.factory().equals(factory)) {
            configured.add(factory.configType().cast(planned.config()));
        }
    }

    private record Call<C extends ComponentConfig>(CommandSpec specification, List<C> configured)
            implements CommandCall<C> {
        private ParseResult parsed() {
            return specification.commandLine().getParseResult();
        }

        @Override
        public Optional<String> value(String option) {
            @Nullable String value = parsed().matchedOptionValue(option, null);
            return Optional.ofNullable(value);
        }

        @Override
        public boolean has(String option) {
            return parsed().hasMatchedOption(option);
        }

        @Override
        public Optional<String> argument() {
            @Nullable String value = parsed().matchedPositionalValue(0, null);
            return Optional.ofNullable(value);
        }

        @Override
        public PrintWriter out() {
            return specification.commandLine().getOut();
        }

        @Override
        public PrintWriter err() {
            return specification.commandLine().getErr();
        }
    }
}
