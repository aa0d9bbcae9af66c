package io.borescope.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The kernel's notation for sets of CPUs, such as {@code 0-3,8}. */
final class CpuList {
    private CpuList() {}

    /** The CPUs of this host that are online. */
    static List<Integer> online() {
        try {
            return parse(KernelFile.read(Path.of("/sys/devices/system/cpu/online")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read which CPUs are online", e);
        }
    }

    /** The numbers, in the order of the text. */
    static List<Integer> parse(String list) {
        return Arrays.stream(list.split(","))
                .flatMapToInt(CpuList::range)
                .boxed()
                .toList();
    }

    private static IntStream range(String range) {
        String[] ends = range.split("-");
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }
}
