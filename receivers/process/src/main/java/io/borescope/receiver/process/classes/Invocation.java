package io.borescope.receiver.process.classes;

import java.util.List;
import java.util.Optional;

/**
 * What a command line starts: the program, and what is said to that program. The arguments of an interpreter before the program's name
 * are not among them.
 *
 * @param program path of the executable, or where an interpreter runs it, what names it there: {@code org.hyperledger.besu.Besu}, {@code
 *     /app/bin/lodestar}; empty if the interpreter was given none
 * @param interpreted whether an interpreter runs it
 * @param arguments of the program
 */
public record Invocation(String program, boolean interpreted, List<String> arguments) {
    public Invocation {
        arguments = List.copyOf(arguments);
    }

    /** What a process runs. Reads its command line. */
    public static Invocation of(ProgramImage image) {
        List<String> commandLine = image.commandLine();
        String path = path(image);
        Optional<Interpreter> interpreter = Interpreter.named(FileName.of(path));
        if (interpreter.isEmpty()) {
            return new Invocation(
                    path, false, commandLine.subList(Math.min(1, commandLine.size()), commandLine.size()));
        }
        int at = interpreter.get().programAt(commandLine);
        return at >= commandLine.size()
                ? new Invocation("", true, List.of())
                : new Invocation(
                        interpreter.get().programName(commandLine.get(at)),
                        true,
                        commandLine.subList(at + 1, commandLine.size()));
    }

    /** The executable's path; where that may not be read, the first argument usually is it. */
    static String path(ProgramImage image) {
        String executable = image.executable();
        return executable.isEmpty() && !image.commandLine().isEmpty()
                ? image.commandLine().getFirst()
                : executable;
    }

    static boolean isInterpreted(String path) {
        return Interpreter.named(FileName.of(path)).isPresent();
    }
}
