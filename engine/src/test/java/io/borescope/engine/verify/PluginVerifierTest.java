package io.borescope.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.engine.plugin.AcmeBirds;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.PluginJar;
import io.borescope.engine.plugin.Plugins;
import io.borescope.engine.verify.PluginVerifier.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginVerifierTest {
    /** Factories that somebody got wrong in one way each. */
    private static final String CROWS = """
            package acme;

            import io.borescope.api.*;
            import io.borescope.api.component.*;
            import io.borescope.api.config.*;
            import java.util.*;

            public class Plugin {
                public record Silent(Integer volume) implements ComponentConfig {}
                public record Nested(@Doc("Whose.") List<Thread> threads) implements ComponentConfig {}

                public abstract static class Crow<C extends ComponentConfig> implements ExporterFactory<C> {
                    public ComponentType type() { return new ComponentType("crow"); }
                    public String description() { return "Sends metrics by crow."; }
                    public Stability stability() { return Stability.ALPHA; }
                    public Set<Signal<?>> consumes() { return Set.of(Signal.METRICS); }
                    public Exporter create(ExporterSettings settings, C config) { return batches -> ExportResult.ACCEPTED; }
                }

                public static class SilentFactory extends Crow<Silent> {
                    public Class<Silent> configType() { return Silent.class; }
                }

                public static class NestedFactory extends Crow<Nested> {
                    public Class<Nested> configType() { return Nested.class; }
                }

                public static class AngryFactory extends Crow<Silent> {
                    static { System.setProperty("acme.ran", "yes"); }
                    public AngryFactory() { throw new IllegalStateException("no prey"); }
                    public Class<Silent> configType() { return Silent.class; }
                }

                static class HiddenFactory extends SilentFactory {}
            }
            """;

    @TempDir
    Path folder;

    private List<Verdict> verify(Path... plugins) {
        try (Plugins builtIn = Plugins.load(List.of());
                PluginVerifier verifier = new PluginVerifier(builtIn)) {
            return verifier.verify(List.of(plugins));
        }
    }

    private PluginJar crows() throws IOException {
        return new PluginJar("crows").classes(folder.resolve("crows"), CROWS);
    }

    private PluginJar birds(String id) throws IOException {
        return new PluginJar(id)
                .classes(folder.resolve("birds"), AcmeBirds.SOURCE)
                .factories(FactoryKind.EXPORTER, "acme.Plugin$PigeonFactory");
    }

    private void fails(PluginJar jar, String complaint) throws IOException {
        assertThat(failures(jar))
                .anySatisfy(failure -> assertThat(failure.found()).contains(complaint));
    }

    private List<Finding> failures(PluginJar jar) throws IOException {
        Verdict verdict = verify(jar.writeTo(folder.resolve("plugin.jar"))).getFirst();
        assertThat(verdict.isUsable()).as("%s", verdict.findings()).isFalse();
        List<Finding> failures = verdict.findings().stream()
                .filter(finding -> finding.outcome() == Outcome.FAILED)
                .toList();
        assertThat(failures).allSatisfy(failure -> assertThat(failure.remedy()).endsWith("."));
        return failures;
    }

    @Test
    void aSoundPluginIsUsable() throws IOException {
        AcmeBirds.install(folder, folder.resolve("classes"));
        Verdict verdict = verify(folder.resolve("birds.jar")).getFirst();

        assertThat(verdict.id()).isEqualTo("acme-birds");
        assertThat(verdict.findings())
                .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.OK));
        assertThat(verdict.findings()).extracting(Finding::found).contains("pigeon: Sends metrics by bird.");
    }

    @Test
    void aDescriptorIsWhole() throws IOException {
        fails(birds("").describe("Plugin-Id", " "), "no Plugin-Id");
        fails(birds("birds").describe("Plugin-Version", "one"), "one is no semantic version");
        fails(birds("birds").describe("Plugin-Requires", ">=9.0.0"), "needs the borescope api >=9.0.0");
        fails(birds("birds").describe("Plugin-Requires", "the newest"), "needs the borescope api the newest");
        fails(birds("birds").describe("Plugin-Dependencies", "nest@1.0.0, tree?"), "not there: nest");
    }

    @Test
    void whatIsNoPluginIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.jar"), "no jar");
        assertThat(verify(text).getFirst().findings())
                .anySatisfy(finding -> assertThat(finding.found()).startsWith("it cannot be read"));
    }

    @Test
    void factoriesCanBeMade() throws IOException {
        fails(
                birds("birds").factories(FactoryKind.EXPORTER, "acme.Plugin$Dodo"),
                "acme.Plugin$Dodo is listed, and not");
        fails(birds("birds").factories(FactoryKind.RECEIVER, "acme.Plugin$PigeonFactory"), "is no ReceiverFactory");
        fails(crows().factories(FactoryKind.EXPORTER, "acme.Plugin$Crow"), "cannot be made by ServiceLoader");
        fails(crows().factories(FactoryKind.EXPORTER, "acme.Plugin$HiddenFactory"), "cannot be made by ServiceLoader");
        fails(
                crows().factories(FactoryKind.EXPORTER, "acme.Plugin$AngryFactory"),
                "does not work: java.lang.IllegalStateException: no prey");
    }

    @Test
    void configurationsCanBeReadAndAreExplained() throws IOException {
        fails(
                crows().factories(FactoryKind.EXPORTER, "acme.Plugin$NestedFactory"),
                "threads: no configuration can hold a java.lang.Thread");

        Path silent = crows().factories(FactoryKind.EXPORTER, "acme.Plugin$SilentFactory")
                .writeTo(folder.resolve("silent.jar"));
        assertThat(verify(silent).getFirst().findings())
                .contains(Finding.warning(
                        "exporter",
                        "acme.Plugin$SilentFactory has keys that nobody explains: volume",
                        "Put @Doc on them: editors and 'borescope schema' show it."));
    }

    @Test
    void nothingOfAPluginRunsThatIsWrong() throws IOException {
        System.clearProperty("acme.ran");
        fails(
                crows().describe("Plugin-Requires", ">=9.0.0")
                        .factories(FactoryKind.EXPORTER, "acme.Plugin$AngryFactory"),
                "needs the borescope api");
        assertThat(System.getProperty("acme.ran")).isNull();
    }

    @Test
    void aFileThatOthersCanChangeIsRefused() throws IOException {
        Path jar = birds("birds").writeTo(folder.resolve("open.jar"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(verify(jar).getFirst().findings())
                .anySatisfy(finding -> assertThat(finding.found()).contains("can be changed by every user"));
    }

    @Test
    void twoPluginsDoNotBringTheSame() throws IOException {
        Path first = birds("birds").writeTo(folder.resolve("a.jar"));
        Path second = birds("other-birds").writeTo(folder.resolve("b.jar"));
        List<Verdict> verdicts = verify(first, second);
        assertThat(verdicts.getFirst().isUsable()).isTrue();
        assertThat(verdicts.getLast().findings())
                .anySatisfy(
                        finding -> assertThat(finding.found()).isEqualTo("a.jar brings the exporter pigeon already"));

        Path again = birds("birds").writeTo(folder.resolve("c.jar"));
        assertThat(verify(first, again))
                .allSatisfy(verdict -> assertThat(verdict.findings())
                        .anySatisfy(finding ->
                                assertThat(finding.found()).isEqualTo("another plugin has the id birds, too")));
    }

    @Test
    void bpfObjectsCanBeRead() throws IOException {
        byte[] object = bpfObject(247, ".BTF");
        Path jar = birds("birds").bytes("acme/execs.bpf.o", object).writeTo(folder.resolve("good.jar"));
        assertThat(verify(jar).getFirst().findings()).contains(Finding.ok("bpf object", "acme/execs.bpf.o"));

        fails(birds("birds").text("execs.bpf.o", "int main;"), "execs.bpf.o: it is no ELF file");
        fails(birds("birds").bytes("execs.bpf.o", bpfObject(62, ".BTF")), "for machine 62, not for BPF");
        fails(birds("birds").bytes("execs.bpf.o", bpfObject(247, ".text")), "no types");
        for (int length = 64; length < object.length - 1; length++) {
            byte[] cut = java.util.Arrays.copyOf(object, length);
            assertThat(BpfObjectFile.problem(cut)).as("%d bytes", length).isPresent();
        }
    }

    /** An object with one section besides that of names. */
    private static byte[] bpfObject(int machine, String section) {
        byte[] names = ("\0" + section + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(64 + 2 * 64 + names.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).putShort(16, (short) 1);
        file.putShort(18, (short) machine)
                .putLong(40, 64)
                .putShort(60, (short) 2)
                .putShort(62, (short) 0);
        file.putInt(64, 0).putLong(64 + 24, 64 + 2 * 64); // section 0 holds the names
        file.putInt(128, 1);
        file.put(64 + 2 * 64, names);
        return file.array();
    }
}
