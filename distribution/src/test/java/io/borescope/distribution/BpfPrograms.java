package io.borescope.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kernel's own lists of BPF programs, by id. */
final class BpfPrograms {
    private BpfPrograms() {}

    /** Programs that a process holds open. */
    static Set<Integer> heldBy(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
            return files.flatMap(BpfPrograms::lines)
                    .filter(line -> line.startsWith("prog_id:"))
                    .map(line ->
                            Integer.valueOf(line.substring("prog_id:".length()).strip()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** All programs that are loaded, whoever did it. */
    @SuppressWarnings("restricted") // calls into libbpf, as the agent does
    static Set<Integer> loaded() throws Throwable {
        Set<Integer> ids = new TreeSet<>();
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle next = Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.libraryLookup("libbpf.so.1", arena).findOrThrow("bpf_prog_get_next_id"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            MemorySegment id = arena.allocate(ValueLayout.JAVA_INT);
            while ((int) next.invokeExact(id.get(ValueLayout.JAVA_INT, 0), id) == 0) {
                ids.add(id.get(ValueLayout.JAVA_INT, 0));
            }
        }
        return ids;
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (NoSuchFileException closedMeanwhile) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
