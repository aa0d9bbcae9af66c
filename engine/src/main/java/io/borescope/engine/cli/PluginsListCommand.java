package io.borescope.engine.cli;

import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.plugin.ApiVersion;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.PluginDescription;
import io.borescope.engine.plugin.Plugins;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists plugins, each with its components. */
@Command(
        name = "list",
        description = "Lists the plugins with their components, and those that failed to load with the cause.",
        footer = {"", "Example:", "  borescope plugins list --json --plugins /etc/borescope/plugins"})
final class PluginsListCommand implements Callable<Integer> {
    /** A component of a plugin. */
    private record Listed(String kind, ComponentCatalog.Entry<?> entry) {
        String stability() {
            return entry.factory().stability().name().toLowerCase(Locale.ROOT);
        }

        Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("kind", kind);
            tree.put("type", entry.type().name());
            tree.put("stability", stability());
            ComponentSignals.of(entry.factory()).ifPresent(signals -> tree.put(signals.key(), signals.names()));
            return tree;
        }

        String line() {
            String signals = ComponentSignals.of(entry.factory())
                    .map(found -> found.key() + " " + String.join(", ", found.names()))
                    .orElse("");
            return "  %-9s %-24s %-11s %s"
                    .formatted(kind, entry.type(), stability(), signals)
                    .stripTrailing();
        }
    }

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "Prints one JSON object instead.")
    private boolean json;

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() {
        log.apply(LogsConfig.DEFAULT);
        try (Plugins loaded = plugins.load()) {
            PrintWriter out = command.commandLine().getOut();
            if (json) {
                out.println(JsonTree.of(tree(loaded)));
            } else {
                print(loaded, out);
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    private static List<Listed> components(Plugins loaded, PluginDescription plugin) {
        List<Listed> components = new ArrayList<>();
        for (FactoryKind<?> kind : FactoryKind.all()) {
            loaded.catalog().all(kind).stream()
                    .filter(entry -> entry.plugin().equals(plugin))
                    .forEach(entry -> components.add(new Listed(kind.singular(), entry)));
        }
        return components;
    }

    private static Map<String, Object> tree(Plugins loaded) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("api_version", ApiVersion.VERSION);
        tree.put(
                "plugins",
                loaded.all().stream().map(plugin -> tree(loaded, plugin)).toList());
        tree.put(
                "failed",
                loaded.catalog().failures().stream()
                        .map(failure -> Map.of("plugin", failure.plugin(), "cause", failure.cause()))
                        .toList());
        return tree;
    }

    private static Map<String, Object> tree(Plugins loaded, PluginDescription plugin) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", plugin.id());
        tree.put("version", plugin.version());
        tree.put("provider", plugin.provider());
        tree.put("requires_api", plugin.requires());
        tree.put("built_in", plugin.isBuiltIn());
        tree.put("location", plugin.location());
        tree.put(
                "components",
                components(loaded, plugin).stream().map(Listed::tree).toList());
        return tree;
    }

    private static void print(Plugins loaded, PrintWriter out) {
        out.println("api " + ApiVersion.VERSION);
        for (PluginDescription plugin : loaded.all()) {
            out.println("%s, %s, %s, needs api %s"
                    .formatted(
                            plugin,
                            orUnknown(plugin.provider(), "provider unknown"),
                            plugin.isBuiltIn() ? "built in" : plugin.location(),
                            orUnknown(plugin.requires(), "of any version")));
            components(loaded, plugin).forEach(component -> out.println(component.line()));
        }
        loaded.catalog()
                .failures()
                .forEach(failure -> out.println("FAILED %s: %s".formatted(failure.plugin(), failure.cause())));
    }

    private static String orUnknown(String text, String unknown) {
        return text.isEmpty() ? unknown : text;
    }
}
