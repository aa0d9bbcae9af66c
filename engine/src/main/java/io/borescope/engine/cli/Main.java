package io.borescope.engine.cli;

import io.borescope.api.command.CommandException;
import io.borescope.api.component.StartException;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.plugin.Plugins;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code borescope} command. */
@Command(
        name = "borescope",
        description =
                "Looks inside running services: receives what the Linux kernel and applications tell, processes it in"
                        + " pipelines, and exports it. Pipelines are written in YAML.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it did what it was asked to",
            "1:it could not start, or failed while running",
            "2:the command line is wrong",
            "78:the configuration is wrong"
        })
public final class Main {
    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            TraceCommand.class,
            DoctorCommand.class,
            TapCommand.class,
            ValidateCommand.class,
            ComponentsCommand.class,
            PluginsCommand.class,
            PrintConfigCommand.class,
            SchemaCommand.class,
            ImportCommand.class);

    /** What follows the name of such a command belongs to it, with or without "--". */
    private static final Set<String> STARTING_COMMANDS = Set.of("trace", "doctor");

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of a failure that Borescope does not know.")
    private boolean debug;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(run(out, err, arguments));
    }

    /** Runs a command and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine borescope = describe(arguments);
        if (isOwn(borescope, arguments)) {
            return execute(borescope, out, err, arguments);
        }
        try (Plugins _ = PluginCommands.addTo(borescope)) {
            return execute(borescope, out, err, arguments);
        }
    }

    /** To describe a command takes a moment, which an agent's start should not: if the first word names one, it is the only one. */
    private static CommandLine describe(String... arguments) {
        CommandLine borescope = new CommandLine(new Main());
        COMMANDS.stream()
                .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS)
                .forEach(borescope::addSubcommand);
        borescope
                .getSubcommands()
                .forEach((name, command) -> command.setStopAtPositional(STARTING_COMMANDS.contains(name)));
        return borescope;
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /** Plugins take a moment to load; our own commands load them themselves, where they need them. */
    private static boolean isOwn(CommandLine borescope, String[] arguments) {
        return arguments.length > 0 && borescope.getSubcommands().containsKey(arguments[0]);
    }

    private static int execute(CommandLine borescope, PrintWriter out, PrintWriter err, String[] arguments) {
        return borescope
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::execute)
                .setParameterExceptionHandler(Main::explainUsage)
                .setExecutionExceptionHandler(Main::explain)
                .execute(arguments);
    }

    private static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        boolean isGroup = !last.commandSpec().subcommands().isEmpty();
        if (isGroup && !last.isUsageHelpRequested() && !last.isVersionHelpRequested()) {
            CommandLine commandLine = last.commandSpec().commandLine();
            commandLine.usage(commandLine.getErr());
            return ExitCode.USAGE;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** The error and where to read on; all of the help would push the error off the screen. */
    private static int explainUsage(ParameterException wrong, String[] arguments) {
        PrintWriter err = wrong.getCommandLine().getErr();
        err.println(wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try '%s --help'."
                .formatted(wrong.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        switch (failure) {
            case ConfigException config -> {
                err.println(config.getMessage());
                return ExitCode.CONFIG;
            }
            case CommandException wrong -> {
                err.println(wrong.getMessage());
                if (wrong.isUsage()) {
                    return ExitCode.USAGE;
                }
            }
            case StartException start -> err.println(start.getMessage());
            default -> err.println("borescope failed: " + failure + ". Run it with --debug for the details.");
        }
        if (isDebug(command)) {
            failure.printStackTrace(err);
        }
        return ExitCode.FAILED;
    }

    private static boolean isDebug(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return ((Main) root.getCommand()).debug;
    }
}
