package io.borescope.extension.clickhouseembedded;

import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Another process with a started extension, which ends when it is told to or killed. */
final class OtherAgent implements AutoCloseable {
    private static final String STARTED = "started";

    private final Process process;
    private final Path directory;

    private OtherAgent(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    static OtherAgent start(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OtherAgent.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); !STARTED.equals(line); line = out.readLine()) {
            if (line == null) {
                throw new IllegalStateException("the other agent ended");
            }
        }
        return new OtherAgent(process, directory);
    }

    /** What runs there. */
    public static void main(String[] arguments) throws Exception {
        try (RealEngine _ = RealEngine.start(Path.of(arguments[0]))) {
            System.out.println(STARTED);
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle engine() {
        return process.children().findFirst().orElseThrow();
    }

    void ask(String sql) throws Exception {
        Map<String, String> none = Map.of();
        new Answers(new DataDirectory(directory))
                .write(new Query(sql, "TSV", "borescope", none), new PrintWriter(new StringWriter()));
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
