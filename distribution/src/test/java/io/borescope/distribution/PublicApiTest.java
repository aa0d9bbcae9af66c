package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What plugins are compiled against is as it was recorded, in {@code MODULE/public-api.txt}. */
final class PublicApiTest {
    private static final boolean RECORD = "on".equals(System.getProperty("api.record"));

    /** The types of the binding to libbpf that a plugin may use; the others serve our own receivers, and change with them. */
    private static final Set<String> BPF = Set.of(
            "BpfException",
            "BpfMap",
            "BpfMapType",
            "BpfObject",
            "BpfProgram",
            "HostCheck",
            "KernelSupport",
            "MapReader",
            "RingReader",
            "RingWaiter");

    @ParameterizedTest
    @ValueSource(strings = {"api", "bpf", "testing"})
    void isAsRecorded(String module) throws IOException {
        Path file = Path.of("..", module, "public-api.txt");
        List<String> now = PublicApi.of(Path.of("..", module, "target/classes"), PublicApiTest::isPromised);
        if (RECORD) {
            Files.write(file, now);
            fail("recorded in %s; now run without -Dapi.record=on".formatted(file));
        }
        List<String> recorded = Files.readAllLines(file);
        assertThat(without(recorded, now)).as("""
                        What plugins were compiled against and is there no more, or is another. They break. If that has to be: raise \
                        ApiVersion.VERSION and plugin.requires, say it in CHANGELOG.md, and record it with \
                        ./mvnw test -pl distribution -am -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dapi.record=on""").isEmpty();
        assertThat(without(now, recorded))
                .as(
                        "What is new in the API of %s. If others are to use it, record it: -Dapi.record=on, as above.",
                        module)
                .isEmpty();
    }

    private static boolean isPromised(String type) {
        String bpf = "io.borescope.bpf.";
        return !type.startsWith(bpf) || type.startsWith(bpf + "btf.") || BPF.contains(type.substring(bpf.length()));
    }

    /** Members name their type, so no two lines are the same. */
    private static List<String> without(List<String> lines, List<String> others) {
        List<String> left = new ArrayList<>(lines);
        left.removeAll(Set.copyOf(others));
        return left;
    }
}
