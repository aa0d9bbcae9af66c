package io.borescope.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A child process that looks like another program: its executable has that program's name, its arguments are that program's, and it opens
 * the ports that it is told to. What it understands is listed in {@code workload/imitate.c} beside this class. It ends with its test.
 */
public final class Imitation implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private Imitation(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it and returns once it obeys.
     *
     * @param folder in which its executable is put
     * @param executable file name of that
     * @param commandLine its arguments, the first of which need not be the executable's name
     */
    public static Imitation start(Path folder, String executable, List<String> commandLine) throws IOException {
        Path program = folder.resolve(executable);
        if (!Files.exists(program)) {
            Files.copy(Workload.Program.PATH, program);
            program.toFile().setExecutable(true);
        }
        List<String> command = new ArrayList<>(commandLine);
        command.set(0, program.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("BORESCOPE_IMITATION", commandLine.getFirst());
        Imitation imitation = new Imitation(builder.start());
        imitation.expect("ready");
        return imitation;
    }

    /** Its process id. */
    public int pid() {
        return Math.toIntExact(process.pid());
    }

    /** Tells it something that it answers with ok. */
    public void tell(String command) throws IOException {
        say(command);
        expect("ok");
    }

    /** Tells it something whose answer is to be taken later. */
    public void say(String command) throws IOException {
        process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /**
     * Takes an answer.
     *
     * @throws IllegalStateException if it is another
     */
    public void expect(String answer) throws IOException {
        String line = output.readLine();
        if (!answer.equals(line)) {
            throw new IllegalStateException("the imitation answered " + line + " instead of " + answer);
        }
    }

    /**
     * Lets it open a port.
     *
     * @param transport tcp or udp
     * @param port 0 lets the kernel choose
     * @return the port; 0 if somebody else has it
     */
    public int listen(String transport, int port) throws IOException {
        say("listen %s %d".formatted(transport, port));
        String answer = output.readLine();
        return "taken".equals(answer) ? 0 : Integer.parseInt(answer);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
