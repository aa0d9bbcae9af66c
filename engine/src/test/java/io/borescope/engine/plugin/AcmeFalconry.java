package io.borescope.engine.plugin;

import java.io.IOException;
import java.nio.file.Path;

/** A third party's plugin that adds commands, some of which are not as they should be. */
public final class AcmeFalconry {
    private static final String ACME = """
            package acme;

            import io.borescope.api.*;
            import io.borescope.api.command.*;
            import io.borescope.api.component.*;
            import io.borescope.api.config.*;
            import java.util.*;

            public class Plugin {
                public record FalconConfig(@Doc("How high.") Integer height) implements ComponentConfig {}

                interface Action { void run(CommandCall<FalconConfig> call) throws CommandException; }

                record Ability(String name, Action action) implements Command<FalconConfig> {
                    public String description() { return "Has a falcon " + name + "."; }
                    public String argument() { return name.equals("whistle") ? "TUNE" : ""; }
                    public List<CommandOption> options() {
                        return List.of(
                                new CommandOption("--times", "N", "How often."),
                                new CommandOption("--loud", "", "So that it is heard."));
                    }
                    public void run(CommandCall<FalconConfig> call) throws CommandException { action.run(call); }
                }

                public static class FalconFactory implements ExporterFactory<FalconConfig> {
                    public ComponentType type() { return new ComponentType("falcon"); }
                    public String description() { return "Sends metrics by falcon."; }
                    public Class<FalconConfig> configType() { return FalconConfig.class; }
                    public Stability stability() { return Stability.ALPHA; }
                    public Set<Signal<?>> consumes() { return Set.of(Signal.METRICS); }
                    public Exporter create(ExporterSettings settings, FalconConfig config) {
                        return batches -> ExportResult.ACCEPTED;
                    }

                    public List<Command<FalconConfig>> commands() {
                        return List.of(
                                new Ability("whistle", call -> {
                                    call.out().println(call.argument().orElse("nothing")
                                            + " " + call.value("--times").orElse("once") + " " + call.has("--loud"));
                                    call.err().println("whistled");
                                }),
                                new Ability("falcon fly", call -> call.configured().forEach(falcon -> call.out().println(falcon.height()))),
                                new Ability("falcon land", call -> { throw new CommandException("There is no arm."); }),
                                new Ability("falcon stray", call -> { throw CommandException.usage("Not without a bell."); }),
                                new Ability("falcon moult", call -> { throw new IllegalStateException("no feathers"); }),
                                new Ability("validate", call -> call.out().println("everything is fine")),
                                new Ability("whistle", call -> call.out().println("another tune")));
                    }
                }

                public static class OwlFactory extends FalconFactory {
                    public ComponentType type() { return new ComponentType("owl"); }
                    public List<Command<FalconConfig>> commands() { throw new IllegalStateException("asleep by day"); }
                }
            }
            """;

    /** A configuration with two falcons. */
    public static final String YAML = """
            receivers: {loft: {}}
            exporters:
              falcon: {height: 300}
              falcon/young: {height: 20}
            service:
              pipelines:
                birds: {receivers: [loft], exporters: [falcon, falcon/young]}
            """;

    private AcmeFalconry() {}

    /** Writes the plugin into a directory of plugins. */
    public static void install(Path plugins, Path scratch) throws IOException {
        new PluginJar("acme-falconry")
                .classes(scratch, ACME)
                .factories(FactoryKind.EXPORTER, "acme.Plugin$FalconFactory", "acme.Plugin$OwlFactory")
                .writeTo(plugins.resolve("falconry.jar"));
    }
}
