package io.borescope.receiver.hostspecs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The table in which firmware describes the hardware, as Linux hands it on. It is a row of structures: a header of four bytes (type, length
 * of the formatted area, handle), the formatted area, then texts that end in a NUL each, and one NUL more. What comes after a structure
 * that does not fit is not looked at.
 *
 * @see <a href="https://www.dmtf.org/standards/smbios">DMTF DSP0134, 7.18 Memory Device (Type 17)</a>
 */
final class SmbiosTable {
    /** Most bytes of a table; those of large servers have some 30 KiB. */
    static final int SIZE_LIMIT = 1 << 20;

    private static final int MODULE_LIMIT = 4_096;
    private static final int TEXT_LIMIT = 256;
    private static final int HEADER_BYTES = 4;
    private static final int MEMORY_DEVICE = 17;
    private static final int END_OF_TABLE = 127;

    private static final int SIZE = 0x0C;
    private static final int LOCATOR = 0x10;
    private static final int BANK_LOCATOR = 0x11;
    private static final int MEMORY_TYPE = 0x12;
    private static final int SPEED = 0x15;
    private static final int MANUFACTURER = 0x17;
    private static final int SERIAL = 0x18;
    private static final int PART_NUMBER = 0x1A;
    private static final int EXTENDED_SIZE = 0x1C;
    private static final int CONFIGURED_SPEED = 0x20;
    private static final int EXTENDED_SPEED = 0x54;
    private static final int EXTENDED_CONFIGURED_SPEED = 0x58;

    private static final int UNKNOWN_SIZE = 0xFFFF;
    private static final int SEE_EXTENDED_SIZE = 0x7FFF;
    private static final int SIZE_IN_KIBIBYTES = 0x8000;
    private static final int SEE_EXTENDED_SPEED = 0xFFFF;

    /** By number from 3 on; empty ones are reserved. */
    private static final String[] TYPES = {
        "DRAM",
        "EDRAM",
        "VRAM",
        "SRAM",
        "RAM",
        "ROM",
        "Flash",
        "EEPROM",
        "FEPROM",
        "EPROM",
        "CDRAM",
        "3DRAM",
        "SDRAM",
        "SGRAM",
        "RDRAM",
        "DDR",
        "DDR2",
        "DDR2 FB-DIMM",
        "",
        "",
        "",
        "DDR3",
        "FBD2",
        "DDR4",
        "LPDDR",
        "LPDDR2",
        "LPDDR3",
        "LPDDR4",
        "Logical non-volatile device",
        "HBM",
        "HBM2",
        "DDR5",
        "LPDDR5",
        "HBM3"
    };

    private static final int FIRST_TYPE = 3;

    /** What firmware writes that has nothing to say. */
    private static final Set<String> NOTHING = Set.of(
            "unknown",
            "none",
            "not specified",
            "not provided",
            "n/a",
            "to be filled by o.e.m.",
            "no module installed",
            "no dimm");

    private final byte[] table;

    /**
     * @param table the bytes of {@code /sys/firmware/dmi/tables/DMI}
     */
    SmbiosTable(byte[] table) {
        this.table = table;
    }

    /** The modules that are in their sockets, in the firmware's order. */
    List<MemoryModule> memoryModules() {
        List<MemoryModule> modules = new ArrayList<>();
        int at = 0;
        while (at + HEADER_BYTES <= table.length && modules.size() < MODULE_LIMIT) {
            int length = u8(at + 1);
            int texts = at + length;
            int end = length < HEADER_BYTES ? -1 : endOfTexts(texts);
            if (end < 0 || u8(at) == END_OF_TABLE) {
                break;
            }
            if (u8(at) == MEMORY_DEVICE) {
                add(new Structure(at, length, texts, end), modules);
            }
            at = end;
        }
        return modules;
    }

    /** Behind the two NULs that end a structure; -1 if they are not there. */
    private int endOfTexts(int texts) {
        for (int at = texts; at + 1 < table.length; at++) {
            if (table[at] == 0 && table[at + 1] == 0) {
                return at + 2;
            }
        }
        return -1;
    }

    private static void add(Structure device, List<MemoryModule> modules) {
        long size = sizeOf(device);
        if (size > 0) {
            modules.add(new MemoryModule(
                    size,
                    typeOf(device.u8(MEMORY_TYPE)),
                    speedOf(device, SPEED, EXTENDED_SPEED),
                    speedOf(device, CONFIGURED_SPEED, EXTENDED_CONFIGURED_SPEED),
                    device.text(LOCATOR),
                    device.text(BANK_LOCATOR),
                    device.text(MANUFACTURER),
                    device.text(PART_NUMBER),
                    device.text(SERIAL)));
        }
    }

    private static long sizeOf(Structure device) {
        int size = device.u16(SIZE);
        if (size == UNKNOWN_SIZE) {
            return 0;
        }
        if (size == SEE_EXTENDED_SIZE) {
            return (device.u32(EXTENDED_SIZE) & 0x7FFF_FFFFL) << 20;
        }
        boolean kibibytes = (size & SIZE_IN_KIBIBYTES) != 0;
        return kibibytes ? (long) (size & ~SIZE_IN_KIBIBYTES) << 10 : (long) size << 20;
    }

    private static long speedOf(Structure device, int field, int extended) {
        int speed = device.u16(field);
        return speed == SEE_EXTENDED_SPEED ? device.u32(extended) & 0x7FFF_FFFFL : speed;
    }

    private static String typeOf(int number) {
        int index = number - FIRST_TYPE;
        return index >= 0 && index < TYPES.length ? TYPES[index] : "";
    }

    private int u8(int at) {
        return table[at] & 0xff;
    }

    /** One structure. A field that its version of the specification does not have reads as 0. */
    private final class Structure {
        private final int start;
        private final int length;
        private final int texts;
        private final int end;

        Structure(int start, int length, int texts, int end) {
            this.start = start;
            this.length = length;
            this.texts = texts;
            this.end = end;
        }

        int u8(int field) {
            return field < length ? SmbiosTable.this.u8(start + field) : 0;
        }

        int u16(int field) {
            return field + 1 < length ? u8(field) | u8(field + 1) << 8 : 0;
        }

        long u32(int field) {
            return field + 3 < length ? u16(field) | (long) u16(field + 2) << 16 : 0;
        }

        /** The text that a field numbers, from 1 on; empty if it says nothing. */
        String text(int field) {
            int at = texts;
            for (int left = u8(field) - 1; left > 0 && at < end; left--) {
                at = endOfText(at) + 1;
            }
            if (u8(field) == 0 || at >= end) {
                return "";
            }
            int textEnd = Math.min(endOfText(at), at + TEXT_LIMIT);
            String text = new String(table, at, textEnd - at, StandardCharsets.ISO_8859_1).strip();
            return NOTHING.contains(text.toLowerCase(Locale.ROOT)) ? "" : text;
        }

        private int endOfText(int from) {
            int at = from;
            while (at < end - 1 && table[at] != 0) {
                at++;
            }
            return at;
        }
    }
}
