package io.borescope.benchmarks.cost;

import io.borescope.benchmarks.ChildProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Work of known size, see load.c. */
final class Load implements AutoCloseable {
    private final ChildProgram program;

    /**
     * @param programs the folder of the compiled programs
     * @param mode one of those in load.c
     * @param operations of one run
     */
    Load(Path programs, String mode, int operations) throws IOException {
        program = new ChildProgram(List.of(programs.resolve("load").toString(), mode, Integer.toString(operations)));
        run(); // caches and the CPU's clock
    }

    int pid() {
        return program.pid();
    }

    /** Nanoseconds of CPU time for one operation. */
    double run() throws IOException {
        program.ask();
        return Double.parseDouble(program.line());
    }

    @Override
    public void close() {
        program.close();
    }
}
