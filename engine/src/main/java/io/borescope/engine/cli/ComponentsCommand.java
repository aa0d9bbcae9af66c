package io.borescope.engine.cli;

import io.borescope.api.component.ComponentFactory;
import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.config.YamlText;
import io.borescope.engine.plugin.ApiVersion;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.Plugins;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what a configuration can name. */
@Command(
        name = "components",
        description =
                "Lists the components of all plugins as YAML, and the plugins that failed to load with the cause.")
final class ComponentsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() {
        log.apply(LogsConfig.DEFAULT);
        try (Plugins loaded = plugins.load()) {
            PrintWriter out = command.commandLine().getOut();
            out.println("api_version: " + YamlText.of(ApiVersion.VERSION));
            FactoryKind.all().forEach(kind -> print(out, kind, loaded.catalog()));
            printFailures(out, loaded.catalog());
            out.flush();
            return ExitCode.OK;
        }
    }

    private static void print(PrintWriter out, FactoryKind<?> kind, ComponentCatalog catalog) {
        var entries = catalog.all(kind);
        out.println(kind.plural() + (entries.isEmpty() ? ": {}" : ":"));
        for (ComponentCatalog.Entry<?> entry : entries) {
            ComponentFactory<?> factory = entry.factory();
            out.println("  " + entry.type() + ":");
            line(out, "description", YamlText.of(factory.description()));
            if (!entry.aliases().isEmpty()) {
                line(
                        out,
                        "aliases",
                        list(entry.aliases().stream()
                                .map(Object::toString)
                                .sorted()
                                .toList()));
            }
            line(out, "stability", factory.stability().name().toLowerCase(Locale.ROOT));
            ComponentSignals.of(factory).ifPresent(signals -> line(out, signals.key(), list(signals.names())));
            line(out, "plugin", YamlText.of(entry.plugin().toString()));
        }
    }

    private static void printFailures(PrintWriter out, ComponentCatalog catalog) {
        if (!catalog.failures().isEmpty()) {
            out.println("failed:");
            catalog.failures().forEach(failure -> {
                out.println("  - plugin: " + YamlText.of(failure.plugin()));
                line(out, "cause", YamlText.of(failure.cause()));
            });
        }
    }

    private static void line(PrintWriter out, String key, String value) {
        out.println("    " + key + ": " + value);
    }

    private static String list(Collection<String> texts) {
        return texts.stream().map(YamlText::of).collect(Collectors.joining(", ", "[", "]"));
    }
}
