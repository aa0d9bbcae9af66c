package io.borescope.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borescope.testing.BpfCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of an object is what bpftool says it is. */
final class BpftoolComparisonTest {
    private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");
    private static final List<Path> TOOLS = List.of(Path.of("/usr/sbin/bpftool"), Path.of("/usr/bin/bpftool"));

    static Stream<Path> objects() throws IOException {
        Path built = Path.of("target/classes/io/borescope/bpf");
        try (Stream<Path> files = Files.walk(built)) {
            return files.filter(file -> file.toString().endsWith(".bpf.o")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void readsTheTypesOfThisBuildsObjects(Path object) throws Exception {
        assertThat(lines(Btf.ofObject(Files.readAllBytes(object)))).isEqualTo(dumped(object));
    }

    @Test
    void readsBitFieldsUnionsAndEnums(@TempDir Path folder) throws Exception {
        Path object = BpfCompiler.compile(folder, "types", BtfTest.TYPES);
        assertThat(lines(Btf.ofObject(Files.readAllBytes(object)))).isEqualTo(dumped(object));
    }

    /** More than a hundred thousand types, of all kinds. */
    @Test
    void readsTheTypesOfTheKernel() throws Exception {
        assumeTrue(Files.isReadable(VMLINUX), "no " + VMLINUX);
        assertThat(lines(Btf.ofSection(Files.readAllBytes(VMLINUX)))).isEqualTo(dumped(VMLINUX));
    }

    /** As bpftool prints what values look like in memory; kinds without values are not compared. */
    private static List<String> lines(Btf btf) throws BtfException {
        List<String> lines = new ArrayList<>();
        for (int id = 1; id < btf.size(); id++) {
            switch (btf.type(id)) {
                case BtfType.Int type ->
                    lines.add("[%d] INT '%s' size=%d bits_offset=%d nr_bits=%d encoding=%s"
                            .formatted(
                                    id, name(type.name()), type.size(), type.bitOffset(), type.bits(), encoding(type)));
                case BtfType.Pointer type -> lines.add("[%d] PTR '(anon)' type_id=%d".formatted(id, type.target()));
                case BtfType.Array type ->
                    lines.add(
                            "[%d] ARRAY '(anon)' type_id=%d nr_elems=%d".formatted(id, type.element(), type.length()));
                case BtfType.Composite type -> {
                    lines.add("[%d] %s '%s' size=%d vlen=%d"
                            .formatted(
                                    id,
                                    type.isUnion() ? "UNION" : "STRUCT",
                                    name(type.name()),
                                    type.size(),
                                    type.members().size()));
                    type.members().forEach(member -> lines.add(line(member)));
                }
                case BtfType.Enumeration type ->
                    lines.add("[%d] ENUM '%s' size=%d".formatted(id, name(type.name()), type.size()));
                case BtfType.Alias _, BtfType.Other _ -> {}
            }
        }
        return lines;
    }

    private static String line(BtfType.Member member) {
        String line =
                "'%s' type_id=%d bits_offset=%d".formatted(name(member.name()), member.type(), member.bitOffset());
        return member.bits() == 0 ? line : line + " bitfield_size=" + member.bits();
    }

    private static String name(String name) {
        return name.isEmpty() ? "(anon)" : name;
    }

    private static String encoding(BtfType.Int type) {
        return type.isBool() ? "BOOL" : type.isSigned() ? "SIGNED" : "(none)";
    }

    private static List<String> dumped(Path file) throws IOException, InterruptedException {
        Path tool = TOOLS.stream().filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(tool != null, "bpftool is not installed");
        Process process = new ProcessBuilder(
                        Objects.requireNonNull(tool).toString(), "btf", "dump", "file", file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
            List<String> kept = keep(lines.toList());
            assertThat(process.waitFor()).isZero();
            return kept;
        }
    }

    private static List<String> keep(List<String> dump) {
        List<String> kept = new ArrayList<>();
        boolean members = false;
        for (String line : dump) {
            if (line.startsWith("\t")) {
                if (members) {
                    kept.add(line.strip());
                }
            } else {
                String kind = line.split(" ", 3)[1];
                members = kind.equals("STRUCT") || kind.equals("UNION");
                switch (kind) {
                    case "INT", "PTR", "STRUCT", "UNION" -> kept.add(line.replace("encoding=CHAR", "encoding=(none)"));
                    case "ARRAY" -> kept.add(line.replaceAll(" index_type_id=\\d+", ""));
                    case "ENUM", "ENUM64" ->
                        kept.add(line.replace("ENUM64", "ENUM")
                                .replaceAll(" vlen=\\d+", "")
                                .replaceAll(" encoding=\\w+", ""));
                    default -> {}
                }
            }
        }
        return kept;
    }
}
