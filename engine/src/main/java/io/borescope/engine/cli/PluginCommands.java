package io.borescope.engine.cli;

import io.borescope.api.component.ComponentFactory;
import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Adds the commands of plugins to our own. One that fails to name its commands has none. */
final class PluginCommands {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCommands.class);

    private final CommandLine borescope;
    private final ComponentCatalog catalog;

    private PluginCommands(CommandLine borescope, ComponentCatalog catalog) {
        this.borescope = borescope;
        this.catalog = catalog;
    }

    /** Loads plugins and adds their commands, which work until the plugins are closed. */
    static Plugins addTo(CommandLine borescope) {
        Logging.configure(new LogsConfig(LogsConfig.Level.WARN, LogsConfig.Format.TEXT));
        String directory = System.getProperty("borescope.plugins", "");
        boolean isThere = !directory.isEmpty() && Files.isDirectory(Path.of(directory));
        boolean isTrusted = isThere && isTrusted(Path.of(directory));
        Plugins plugins = Plugins.load(isTrusted ? List.of(Path.of(directory)) : List.of());
        new PluginCommands(borescope, plugins.catalog()).addAll();
        return plugins;
    }

    /** No option can allow it: which options there are depends on the plugins. */
    private static boolean isTrusted(Path directory) {
        Optional<String> objection = TrustOptions.distrust(directory);
        objection.ifPresent(found -> LOG.warn("The commands of plugins are left out: {}.", found));
        return objection.isEmpty();
    }

    private void addAll() {
        for (FactoryKind<?> kind : FactoryKind.all()) {
            for (ComponentCatalog.Entry<?> entry : catalog.all(kind)) {
                try {
                    addAll(entry.factory());
                } catch (RuntimeException | LinkageError e) {
                    LOG.warn(
                            "The commands of {} (plugin {}) are left out: {}",
                            entry.type(),
                            entry.plugin(),
                            e.toString());
                }
            }
        }
    }

    private <C extends io.borescope.api.config.ComponentConfig> void addAll(ComponentFactory<C> factory) {
        factory.commands().forEach(command -> add(new PluginCommand<>(command, factory, catalog)));
    }

    private void add(PluginCommand<?> command) {
        String[] words = command.name().split(" ", 2);
        CommandLine parent = words.length == 1 ? borescope : group(words[0]);
        String name = words[words.length - 1];
        if (parent.getSubcommands().containsKey(name)) {
            LOG.warn("The command {} is left out: there is another of that name.", command.name());
            return;
        }
        parent.addSubcommand(name, command.specification());
    }

    /** The command whose subcommands begin with one word. */
    private CommandLine group(String word) {
        CommandLine group = borescope.getSubcommands().get(word);
        if (group == null) {
            CommandSpec specification = CommandSpec.create();
            specification.usageMessage(new UsageMessageSpec()
                    .description("What there is to do about " + word + ".")
                    .autoWidth(true));
            group = new CommandLine(specification);
            borescope.addSubcommand(word, group);
        }
        return group;
    }
}
