package io.borescope.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borescope.testing.BpfCompiler;
import io.borescope.testing.LongForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes of a file are, they are read or refused: no other exception, no endless loop, no memory beyond their length. */
final class BrokenBtfTest {
    private static final int ROUNDS = LongForm.isWanted() ? 2_000_000 : 20_000;
    private static final long SEED = 20_261_122;

    @TempDir
    static Path folder;

    private static byte[] object = {};

    @BeforeAll
    static void compile() throws Exception {
        object = Files.readAllBytes(BpfCompiler.compile(folder, "types", BtfTest.TYPES));
    }

    /** Looks at everything that is in it, as far as it goes; true if all of it made sense. */
    private static boolean explore(byte[] bytes) {
        try {
            Btf btf = Btf.ofObject(bytes);
            for (int id = 1; id < btf.size(); id++) {
                btf.type(id);
                btf.sizeOf(id);
                FieldPath.readable(btf, id);
            }
            btf.compositeNames();
            btf.variables(".rodata");
            btf.mapType("events", "key");
            FieldPath.find(btf, "x", btf.findComposite("event").orElse(1), 0, "points[1].x");
            return true;
        } catch (BtfException refused) {
            assertThat(refused).hasMessageNotContaining("null");
            return false;
        }
    }

    @Test
    void refusesEveryTruncation() {
        for (int length = 0; length < object.length; length += LongForm.isWanted() ? 1 : 7) {
            assertThat(explore(Arrays.copyOf(object, length)))
                    .as("of %d bytes", length)
                    .isFalse();
        }
        assertThat(explore(object)).isTrue();
    }

    @Test
    void readsOrRefusesWhateverIsCorrupted() {
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] corrupted = object.clone();
            for (int i = random.nextInt(8); i >= 0; i--) {
                corrupted[random.nextInt(corrupted.length)] = (byte) random.nextInt();
            }
            refused += explore(corrupted) ? 0 : 1;
        }
        assertThat(refused).as("of seed %d", SEED).isPositive();
    }

    @Test
    void saysWhatAFileIsThatIsNoObject() {
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> Btf.ofObject("#!/bin/sh\n".repeat(10).getBytes(StandardCharsets.UTF_8)))
                .withMessageStartingWith("it is not an ELF file");
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> Btf.ofObject(Files.readAllBytes(Path.of("/proc/self/exe"))))
                .withMessageStartingWith("it is an ELF file of another machine");
    }
}
