package io.borescope.benchmarks.cost;

import io.borescope.benchmarks.ChildProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One of the objects of benchmarks/programs: attached, and its ring emptied by a process of its own. */
final class Textbook implements AutoCloseable {
    private final ChildProgram program;

    private Textbook(List<String> command) throws IOException {
        program = new ChildProgram(command);
    }

    static Textbook attach(Path programs, String object) throws IOException {
        return new Textbook(List.of(
                programs.resolve("programs").toString(),
                "attach",
                programs.resolve(object + ".bpf.o").toString()));
    }

    static Textbook attach(Path programs, String object, int trackedPid) throws IOException {
        return new Textbook(List.of(
                programs.resolve("programs").toString(),
                "attach",
                programs.resolve(object + ".bpf.o").toString(),
                Integer.toString(trackedPid)));
    }

    int pid() {
        return program.pid();
    }

    @Override
    public void close() {
        program.close();
    }
}
