package io.borescope.receiver.hostspecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SmbiosTableTest {
    private static List<MemoryModule> modules(byte[] table) {
        return new SmbiosTable(table).memoryModules();
    }

    private static SmbiosBuilder.Device ddr5(SmbiosBuilder builder) {
        return builder.device(SmbiosBuilder.V3_3)
                .set(0x0C, 2, 0x7FFF)
                .set(0x1C, 4, 48 << 10)
                .set(0x12, 1, 0x22)
                .set(0x15, 2, 5_600)
                .set(0x20, 2, 4_800)
                .set(0x10, 1, 1)
                .set(0x11, 1, 2)
                .set(0x17, 1, 3)
                .set(0x18, 1, 4)
                .set(0x1A, 1, 5);
    }

    @Test
    void readsWhatAModuleSays() {
        SmbiosBuilder builder =
                new SmbiosBuilder().other(0, 0x18, "a vendor", "1.0").other(4, 0x30);
        ddr5(builder)
                .texts("DIMM_A1", "P0 CHANNEL A", "Maker", "0123ABCD", "PART-5600  ")
                .end();

        assertThat(modules(builder.build()))
                .containsExactly(new MemoryModule(
                        48L << 30, "DDR5", 5_600, 4_800, "DIMM_A1", "P0 CHANNEL A", "Maker", "PART-5600", "0123ABCD"));
    }

    @Test
    void leavesOutEmptySocketsAndUnknownSizes() {
        SmbiosBuilder builder = new SmbiosBuilder();
        builder.device(SmbiosBuilder.V2_8).set(0x0C, 2, 0).set(0x10, 1, 1).texts("empty");
        builder.device(SmbiosBuilder.V2_8).set(0x0C, 2, 0xFFFF).set(0x10, 1, 1).texts("unknown");
        builder.device(SmbiosBuilder.V2_8).set(0x0C, 2, 8_192).set(0x10, 1, 1).texts("full");

        assertThat(modules(builder.end().build())).singleElement().satisfies(module -> {
            assertThat(module.locator()).isEqualTo("full");
            assertThat(module.sizeBytes()).isEqualTo(8L << 30);
        });
    }

    @Test
    void sizesMayBeInKibibytes() {
        SmbiosBuilder builder = new SmbiosBuilder();
        builder.device(SmbiosBuilder.V2_8).set(0x0C, 2, 0x8000 | 512).texts();
        assertThat(modules(builder.build()).getFirst().sizeBytes()).isEqualTo(512 << 10);
    }

    @Test
    void speedsBeyondSixteenBitsStandBehind() {
        SmbiosBuilder builder = new SmbiosBuilder();
        builder.device(SmbiosBuilder.V3_3)
                .set(0x0C, 2, 1_024)
                .set(0x15, 2, 0xFFFF)
                .set(0x54, 4, 70_000)
                .set(0x20, 2, 0xFFFF)
                .set(0x58, 4, 66_000)
                .texts();
        MemoryModule module = modules(builder.build()).getFirst();
        assertThat(module.speedMts()).isEqualTo(70_000);
        assertThat(module.configuredSpeedMts()).isEqualTo(66_000);
    }

    @Test
    void oldVersionsSayLess() {
        SmbiosBuilder builder = new SmbiosBuilder();
        builder.device(SmbiosBuilder.V2_1).set(0x0C, 2, 512).set(0x12, 1, 0x0F).texts();

        assertThat(modules(builder.build()))
                .containsExactly(new MemoryModule(512 << 20, "SDRAM", 0, 0, "", "", "", "", ""));
    }

    @Test
    void whatFirmwareWritesInsteadOfNothingIsNothing() {
        SmbiosBuilder builder = new SmbiosBuilder();
        ddr5(builder).texts("Not Specified", "NONE", "Unknown", "N/A", "To Be Filled By O.E.M.");

        assertThat(modules(builder.build()))
                .containsExactly(new MemoryModule(48L << 30, "DDR5", 5_600, 4_800, "", "", "", "", ""));
    }

    @Test
    void typesWithoutANameAreEmpty() {
        for (int type : new int[] {0, 1, 2, 0x15, 0x17, 0x25, 0xFF}) {
            SmbiosBuilder builder = new SmbiosBuilder();
            builder.device(SmbiosBuilder.V2_8)
                    .set(0x0C, 2, 1)
                    .set(0x12, 1, type)
                    .texts();
            assertThat(modules(builder.build()).getFirst().type())
                    .as("type %d", type)
                    .isEmpty();
        }
        for (var named : java.util.Map.of(0x18, "DDR3", 0x1A, "DDR4", 0x1E, "LPDDR4", 0x23, "LPDDR5", 0x24, "HBM3")
                .entrySet()) {
            SmbiosBuilder builder = new SmbiosBuilder();
            builder.device(SmbiosBuilder.V2_8)
                    .set(0x0C, 2, 1)
                    .set(0x12, 1, named.getKey())
                    .texts();
            assertThat(modules(builder.build()).getFirst().type()).isEqualTo(named.getValue());
        }
    }

    @Test
    void textsThatAreNotThereAreEmpty() {
        SmbiosBuilder builder = new SmbiosBuilder();
        ddr5(builder).texts("DIMM_A1");
        MemoryModule module = modules(builder.build()).getFirst();
        assertThat(module.locator()).isEqualTo("DIMM_A1");
        assertThat(module.serial()).isEmpty();
    }

    @Test
    void everyCutIsATableWithFewerModules() {
        SmbiosBuilder builder = new SmbiosBuilder();
        for (int i = 0; i < 3; i++) {
            ddr5(builder).texts("DIMM_A" + i, "P0 CHANNEL A", "Maker", "0123ABCD", "PART-5600");
        }
        byte[] whole = builder.end().build();
        List<MemoryModule> all = modules(whole);
        for (int length = 0; length < whole.length; length++) {
            List<MemoryModule> some = modules(Arrays.copyOf(whole, length));
            assertThat(all.subList(0, some.size())).as("cut to %d", length).isEqualTo(some);
        }
    }

    @Test
    void damagedTablesCostNothingButModules() {
        SmbiosBuilder builder = new SmbiosBuilder();
        ddr5(builder).texts("DIMM_A1", "P0 CHANNEL A", "Maker", "0123ABCD", "PART-5600");
        ddr5(builder).texts("DIMM_A2");
        byte[] whole = builder.end().build();
        Random random = new Random(20_261_121);
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(modules(damaged)).hasSizeLessThanOrEqualTo(whole.length / 6);
        }
    }

    @Test
    void aTableOfNothingButDevicesIsReadUpToALimit() {
        SmbiosBuilder builder = new SmbiosBuilder();
        for (int i = 0; i < 5_000; i++) {
            builder.device(SmbiosBuilder.V2_1).set(0x0C, 2, 1).texts();
        }
        assertThat(modules(builder.build())).hasSize(4_096);
    }
}
