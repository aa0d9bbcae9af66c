package io.borescope.receiver.process.classes;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A program that runs other programs, and how its arguments say which.
 *
 * @param names of its executable
 * @param withValue options whose value is the next argument
 * @param beforeProgram what the next argument is the program after
 * @param withoutProgram options after which no program is named
 * @param modules whether a program may be named {@code module/main.Class}
 */
record Interpreter(
        Pattern names, Set<String> withValue, Set<String> beforeProgram, Set<String> withoutProgram, boolean modules) {
    private static final Interpreter JAVA = new Interpreter(
            Pattern.compile("java"),
            Set.of(
                    "-cp",
                    "-classpath",
                    "--class-path",
                    "-p",
                    "--module-path",
                    "--upgrade-module-path",
                    "--add-modules",
                    "--limit-modules",
                    "--add-opens",
                    "--add-exports",
                    "--add-reads",
                    "--patch-module",
                    "--enable-native-access",
                    "--source"),
            Set.of("-jar", "-m", "--module"),
            Set.of(),
            true);

    private static final Interpreter DOTNET = new Interpreter(
            Pattern.compile("dotnet"),
            Set.of(
                    "--additionalprobingpath",
                    "--additional-deps",
                    "--depsfile",
                    "--fx-version",
                    "--roll-forward",
                    "--runtimeconfig"),
            Set.of("exec"),
            Set.of(),
            false);

    private static final Interpreter NODE = new Interpreter(
            Pattern.compile("node|nodejs|bun|deno"),
            Set.of(
                    "-r",
                    "--require",
                    "--import",
                    "--loader",
                    "--experimental-loader",
                    "-C",
                    "--conditions",
                    "--env-file",
                    "--title",
                    "--icu-data-dir",
                    "--openssl-config",
                    "--diagnostic-dir"),
            Set.of("run"),
            Set.of("-e", "--eval", "-p", "--print"),
            false);

    private static final Interpreter PYTHON = new Interpreter(
            Pattern.compile("python[0-9.]*|pypy[0-9.]*"),
            Set.of("-W", "-X", "--check-hash-based-pycs"),
            Set.of("-m"),
            Set.of("-c"),
            false);

    private static final List<Interpreter> ALL = List.of(JAVA, DOTNET, NODE, PYTHON);

    /** The interpreter of a name, the last part of a path. */
    static Optional<Interpreter> named(String name) {
        for (Interpreter interpreter : ALL) {
            if (interpreter.names.matcher(name).matches()) {
                return Optional.of(interpreter);
            }
        }
        return Optional.empty();
    }

    /** Where in a command line the program stands that it runs; the command line's length if it names none. */
    int programAt(List<String> commandLine) {
        int at = 1;
        while (at < commandLine.size()) {
            String argument = commandLine.get(at);
            if (withoutProgram.contains(argument)) {
                return commandLine.size();
            }
            if (withValue.contains(argument) || isNumber(argument, commandLine, at + 1)) {
                at += 2;
            } else if (beforeProgram.contains(argument) || isOption(argument)) {
                at++;
            } else {
                return at;
            }
        }
        return commandLine.size();
    }

    /** {@code --max-old-space-size 8192}: no program is called like a number. */
    private static boolean isNumber(String option, List<String> commandLine, int at) {
        return isOption(option)
                && at < commandLine.size()
                && !commandLine.get(at).isEmpty()
                && commandLine.get(at).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Java's files of arguments begin with an at sign. */
    private static boolean isOption(String argument) {
        return argument.isEmpty() || argument.startsWith("-") || argument.startsWith("@");
    }

    /** The program's name: of {@code module/main.Class} the class. */
    String programName(String program) {
        return modules && !program.endsWith(".jar") ? FileName.of(program) : program;
    }
}
