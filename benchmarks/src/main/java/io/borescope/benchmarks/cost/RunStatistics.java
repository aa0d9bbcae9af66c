package io.borescope.benchmarks.cost;

import io.borescope.benchmarks.ChildProgram;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the kernel counts for each program while its statistics are on. They are on as long as this is open. */
final class RunStatistics implements AutoCloseable {
    private static final String PROGRAM_ID = "prog_id:";

    private final ChildProgram program;

    RunStatistics(Path programs) throws IOException {
        program = new ChildProgram(List.of(programs.resolve("programs").toString(), "statistics"));
    }

    /**
     * The runs of a program.
     *
     * @param name cut to 15 characters by the kernel
     */
    record Runs(String name, long count, long nanos) {
        /** Those of a program in a look at all; none if it was not there. */
        static Runs of(Map<Integer, Runs> all, int program) {
            return all.getOrDefault(program, new Runs("", 0, 0));
        }

        /** Those since an earlier look. */
        Runs since(Runs before) {
            return new Runs(name, count - before.count, nanos - before.nanos);
        }

        double nanosPerRun() {
            return (double) nanos / count;
        }
    }

    /** All programs of this host that ever ran while statistics were on, by their ids. */
    Map<Integer, Runs> now() throws IOException {
        Map<Integer, Runs> all = new TreeMap<>();
        program.ask();
        for (String line = program.line(); !line.equals("end"); line = program.line()) {
            String[] fields = line.split(" ", -1); // id, name, runs, nanoseconds
            all.put(
                    Integer.valueOf(fields[0]),
                    new Runs(fields[1], Long.parseLong(fields[2]), Long.parseLong(fields[3])));
        }
        return all;
    }

    /** The ids of the programs that a process holds. */
    static Set<Integer> programsOf(long pid) throws IOException {
        Set<Integer> ids = new TreeSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fdinfo"))) {
            for (Path descriptor : descriptors) {
                addProgram(ids, descriptor);
            }
        }
        return ids;
    }

    private static void addProgram(Set<Integer> ids, Path descriptor) throws IOException {
        try {
            Files.readAllLines(descriptor).stream()
                    .filter(line -> line.startsWith(PROGRAM_ID))
                    .forEach(line -> ids.add(
                            Integer.valueOf(line.substring(PROGRAM_ID.length()).strip())));
        } catch (NoSuchFileException e) {
            // closed since: that of the listing itself
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
