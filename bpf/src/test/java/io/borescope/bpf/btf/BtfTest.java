package io.borescope.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.borescope.testing.BpfCompiler;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BtfTest {
    /** Offsets are written beside the fields, by hand. */
    static final String TYPES = """
            #include <linux/types.h>
            #include <stdbool.h>

            enum color { RED = -1, GREEN = 5, LIME = 5 };
            enum __attribute__((packed)) small { ONE = 1, TWO = 2 };
            typedef __u64 nanos;
            struct point { __s16 x; __s16 y; };
            struct event {
                nanos time;            /* 0 */
                __u8 a8; __s8 b8; __u16 a16; __s16 b16; __u16 pad;    /* 8 */
                __u32 a32; __s32 b32;        /* 16 */
                __s64 b64;            /* 24 */
                bool yes;            /* 32 */
                enum small small;        /* 33 */
                char comm[14];            /* 34 */
                enum color color;        /* 48 */
                __u8 address[4];        /* 52 */
                struct { __u32 inner; union { __u32 low; __u16 half[2]; }; };    /* 56 */
                struct point points[3];        /* 64 */
                unsigned int bits_a : 3, bits_b : 11, : 2, bits_c : 16;    /* 76 */
                int bits_d : 5;            /* 80 */
                const volatile int matrix[2][3];    /* 84 */
                void *pointer;            /* 112 */
                nanos buckets[4];        /* 120 */
                __int128 wide;            /* 160 */
            };
            struct unusual_bits { __u64 low : 60, high : 4; } __attribute__((packed));
            struct event *unused_event __attribute__((unused));
            struct unusual_bits *unused_bits __attribute__((unused));
            const volatile int level = 7;
            const volatile __u64 limit = 1;
            """;

    private static final Arena ARENA = Arena.ofShared();
    private static final MemorySegment EVENT = ARENA.allocate(176, 16);

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Btf btf;

    @BeforeAll
    static void compile() throws Exception {
        btf = Btf.ofObject(Files.readAllBytes(BpfCompiler.compile(folder, "types", TYPES)));
    }

    @AfterAll
    static void close() {
        ARENA.close();
    }

    private static Field field(String path) throws BtfException {
        return FieldPath.find(btf, path, btf.findComposite("event").orElseThrow(), 0, path);
    }

    @ParameterizedTest
    @CsvSource({
        "time,0,8",
        "a8,8,1",
        "b8,9,1",
        "a16,10,2",
        "b16,12,2",
        "a32,16,4",
        "b32,20,4",
        "b64,24,8",
        "yes,32,1",
        "small,33,1",
        "comm,34,14",
        "color,48,4",
        "address,52,4",
        "inner,56,4",
        "low,60,4",
        "half[0],60,2",
        "half[1],62,2",
        "points[0].x,64,2",
        "points[2].y,74,2",
        "'matrix[0][0]',84,4",
        "'matrix[1][2]',104,4",
        "buckets[3],144,8"
    })
    void findsFieldsWhereTheCompilerPutThem(String path, long offset, int size) throws Exception {
        assertThat(field(path)).satisfies(found -> {
            assertThat(found.offset()).isEqualTo(offset);
            assertThat(found.size()).isEqualTo(size);
            assertThat(found.path()).isEqualTo(path);
        });
    }

    @Test
    void readsNumbersOfAllSizesAndSigns() throws Exception {
        EVENT.fill((byte) 0xff);
        assertThat(number("a8")).isEqualTo(255);
        assertThat(number("b8")).isEqualTo(-1);
        assertThat(number("a16")).isEqualTo(65_535);
        assertThat(number("b16")).isEqualTo(-1);
        assertThat(number("a32")).isEqualTo(4_294_967_295L);
        assertThat(number("b32")).isEqualTo(-1);
        assertThat(number("b64")).isEqualTo(-1);
        assertThat(field("time").isUnsignedLong()).isTrue();
        assertThat(text("time")).isEqualTo("18446744073709551615");
        EVENT.set(ValueLayout.JAVA_INT, 20, -70_000);
        assertThat(number("b32")).isEqualTo(-70_000);
    }

    /** The words that gcc and clang make of these widths: a is the lowest three bits. */
    @Test
    void readsBitFields() throws Exception {
        EVENT.set(ValueLayout.JAVA_INT, 76, 0xbeef_0000 | 0b10_1100_1110_1 << 3 | 0b101);
        EVENT.set(ValueLayout.JAVA_INT, 80, 0b10011);
        assertThat(number("bits_a")).isEqualTo(0b101);
        assertThat(number("bits_b")).isEqualTo(0b10_1100_1110_1);
        assertThat(number("bits_c")).isEqualTo(0xbeef);
        assertThat(number("bits_d")).isEqualTo(0b10011 - 32);
        Field high =
                FieldPath.find(btf, "high", btf.findComposite("unusual_bits").orElseThrow(), 0, "high");
        EVENT.set(ValueLayout.JAVA_LONG, 0, 0xa123_4567_89ab_cdefL);
        assertThat(high.number(EVENT, 0)).isEqualTo(0xa);
    }

    @Test
    void readsTextNamesAndTruths() throws Exception {
        EVENT.fill((byte) 0xff);
        MemorySegment.copy("bash\0stale".getBytes(StandardCharsets.UTF_8), 0, EVENT, ValueLayout.JAVA_BYTE, 34, 10);
        EVENT.set(ValueLayout.JAVA_INT, 48, 5);
        EVENT.set(ValueLayout.JAVA_BYTE, 33, (byte) 2);
        EVENT.set(ValueLayout.JAVA_BYTE, 32, (byte) 1);
        MemorySegment.copy(new byte[] {10, 0, 0, 1}, 0, EVENT, ValueLayout.JAVA_BYTE, 52, 4);
        assertThat(text("comm")).isEqualTo("bash");
        assertThat(text("color")).isEqualTo("GREEN");
        assertThat(text("small")).isEqualTo("TWO");
        assertThat(text("yes")).isEqualTo("true");
        assertThat(text("address")).isEqualTo("0a000001");
        EVENT.set(ValueLayout.JAVA_INT, 48, -1);
        assertThat(text("color")).isEqualTo("RED");
        EVENT.set(ValueLayout.JAVA_INT, 48, 23);
        assertThat(text("color")).isEqualTo("23");
        EVENT.asSlice(34, 14).fill((byte) 'x');
        assertThat(text("comm")).isEqualTo("x".repeat(14));
    }

    @Test
    void knowsWhatANumberOfAFieldMayBe() throws Exception {
        assertThat(field("a8").holds(255)).isTrue();
        assertThat(field("a8").holds(256)).isFalse();
        assertThat(field("a8").holds(-1)).isFalse();
        assertThat(field("b8").holds(-128)).isTrue();
        assertThat(field("b8").holds(128)).isFalse();
        assertThat(field("time").holds(Long.MAX_VALUE)).isTrue();
        assertThat(field("time").holds(-1)).isFalse();
        assertThat(field("b64").holds(Long.MIN_VALUE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "commm | struct event has no field commm. It has: time, a8, b8",
                "points | is an array. Name one of its elements: points[0] to [2]",
                "points[3].x | the array has 3 elements, the first is [0]",
                "points[0] | is a struct point. Name one of its fields: x, y",
                "a32.x | x is looked for in something that is no struct",
                "a32[0] | there is no array for the index 0",
                "pointer | is a pointer, which means nothing outside of the kernel",
                "wide | has 16 bytes. Only integers of 1 to 8 bytes can be read",
                "a32..x | is no path. Write one such as comm, key.pid or slots[3]",
                "a b | is no path",
                "points[99999999999].x | is no path"
            })
    void saysWhyAPathNamesNothingReadable(String path, String message) {
        assertThatExceptionOfType(BtfException.class)
                .isThrownBy(() -> field(path))
                .withMessageContaining(message)
                .withMessageStartingWith(path);
    }

    @Test
    void decidesOnALongPathAtOnce() {
        assertThat(FieldPath.isValid("a".repeat(500) + "!")).isFalse();
        assertThat(FieldPath.isValid("a".repeat(600))).isFalse();
    }

    @Test
    void namesStructsAndConstants() throws Exception {
        assertThat(btf.compositeNames())
                .contains("event", "point", "unusual_bits")
                .doesNotContain("");
        assertThat(btf.variables(".rodata"))
                .extracting(Btf.Variable::name, Btf.Variable::size)
                .containsExactlyInAnyOrder(tuple("level", 4L), tuple("limit", 8L));
        assertThat(btf.variables(".nothing")).isEmpty();
        List<Field> readable =
                FieldPath.readable(btf, btf.findComposite("event").orElseThrow());
        assertThat(readable)
                .extracting(Field::path)
                .contains("time", "comm", "inner", "low", "bits_d")
                .doesNotContain("points", "pointer", "wide", "matrix");
    }

    private static long number(String path) throws BtfException {
        return field(path).number(EVENT, 0);
    }

    private static String text(String path) throws BtfException {
        return field(path).text(EVENT, 0);
    }
}
