package io.borescope.receiver.bpfobject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.StartException;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.api.otel.Value;
import io.borescope.bpf.BpfObject;
import io.borescope.bpf.KernelSupport;
import io.borescope.testing.BpfCompiler;
import io.borescope.testing.CheckContract;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.TestSettings;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object with maps of every kind and a program that the verifier refuses, on this machine's kernel. */
final class ObjectLiveTest {
    private static final int EXECS = 23;

    private static final String SOURCE = """
            #include <linux/bpf.h>
            #include <linux/types.h>
            #include <bpf/bpf_core_read.h>
            #include <bpf/bpf_helpers.h>
            #include <bpf/bpf_tracing.h>
            #include <stdbool.h>

            char LICENSE[] SEC("license") = "GPL";

            struct task_struct { int pid, tgid; struct task_struct *real_parent; } __attribute__((preserve_access_index));
            enum outcome { GOOD, BAD };
            struct event { __u64 time; __s64 value; __u64 big; enum outcome outcome; bool odd; __u8 address[3]; };
            const struct event *unused __attribute__((unused));
            struct who { __u32 parent; enum outcome outcome; char name[8]; };
            struct figures { __u64 times; __s32 falling; };

            const volatile __u32 parent = 1;
            const volatile __s8 small = 0;
            const volatile bool yes = 0;
            const volatile enum outcome outcome = GOOD;
            const volatile char prefix[4] = "";

            struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 65536); } events SEC(".maps");
            struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 64);
                     __type(key, struct who); __type(value, struct figures); } by_who SEC(".maps");
            struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 64);
                     __type(key, __u64); __type(value, __u64); } lru SEC(".maps");
            struct { __uint(type, BPF_MAP_TYPE_PERCPU_HASH); __uint(max_entries, 64);
                     __type(key, __u32); __type(value, __u32); } percpu_hash SEC(".maps");
            struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 2);
                     __type(key, __u32); __type(value, struct figures); } percpu_array SEC(".maps");
            struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 3);
                     __type(key, __u32); __type(value, __u64[2]); } array SEC(".maps");
            struct buckets { __u64 unused; __u32 slots[6]; };
            struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1);
                     __type(key, __u32); __type(value, struct buckets); } histogram SEC(".maps");
            struct slot { __u32 of, slot; };
            struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 64);
                     __type(key, struct slot); __type(value, __u64); } by_slot SEC(".maps");
            struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 64);
                     __uint(key_size, 4); __uint(value_size, 8); } untyped SEC(".maps");

            static void count_in_hashes(__u32 of)
            {
                struct who who = { .parent = of, .outcome = outcome, .name = "ab" };
                struct figures none = {}, *known;
                __u64 key = 7, zero = 0, *sum;
                __u32 small_key = 9, small_zero = 0, *small_sum;

                who.name[0] = prefix[0] ? prefix[0] : 'a';
                bpf_map_update_elem(&by_who, &who, &none, BPF_NOEXIST);
                known = bpf_map_lookup_elem(&by_who, &who);
                if (known) {
                    known->times++;
                    known->falling = small;
                }
                bpf_map_update_elem(&lru, &key, &zero, BPF_NOEXIST);
                sum = bpf_map_lookup_elem(&lru, &key);
                if (sum)
                    *sum += 5;
                bpf_map_update_elem(&percpu_hash, &small_key, &small_zero, BPF_NOEXIST);
                small_sum = bpf_map_lookup_elem(&percpu_hash, &small_key);
                if (small_sum)
                    (*small_sum)++;
            }

            /* Twice in bucket 1, once in bucket 3. */
            static void count_in_buckets(__u32 of)
            {
                struct slot slot = { .of = of, .slot = 3 };
                __u32 first = 0;
                __u64 one = 1, *known = bpf_map_lookup_elem(&by_slot, &slot);
                struct buckets *buckets = bpf_map_lookup_elem(&histogram, &first);

                if (known)
                    (*known)++;
                else
                    bpf_map_update_elem(&by_slot, &slot, &one, BPF_ANY);
                slot.slot = 1;
                one = 2;
                known = bpf_map_lookup_elem(&by_slot, &slot);
                if (known)
                    *known += 2;
                else
                    bpf_map_update_elem(&by_slot, &slot, &one, BPF_ANY);
                if (buckets) {
                    buckets->slots[3]++;
                    buckets->slots[1] += 2;
                }
            }

            static void count_in_arrays(void)
            {
                __u32 one = 1, two = 2;
                struct figures *figures = bpf_map_lookup_elem(&percpu_array, &one);
                __u64 *pair = bpf_map_lookup_elem(&array, &two);

                if (figures)
                    figures->times += 3;
                if (pair)
                    pair[1] += 11;
            }

            SEC("tp_btf/sched_process_exec")
            int BPF_PROG(on_exec, struct task_struct *task)
            {
                __u32 of = BPF_CORE_READ(task, real_parent, tgid);
                struct event *e;

                if (of != parent)
                    return 0;
                count_in_hashes(of);
                count_in_arrays();
                count_in_buckets(of);
                e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
                if (!e)
                    return 0;
                __builtin_memset(e, 0, sizeof(*e));
                e->time = bpf_ktime_get_ns();
                e->value = -2;
                e->outcome = BAD;
                e->odd = yes;
                e->address[0] = 0xca;
                e->address[2] = 0xfe;
                bpf_ringbuf_submit(e, 0);
                return 0;
            }

            SEC("?tp_btf/sched_process_exec")
            int BPF_PROG(refused, struct task_struct *task)
            {
                __u64 *count, key = 0;

                count = bpf_map_lookup_elem(&lru, &key);
                return *count;		/* may be NULL */
            }

            SEC("perf_event")
            int no_hook(void *ctx)
            {
                return 0;
            }
            """;

    /** An object that says what a map of others looks like, and has no programs. */
    private static final String READER = """
            #include <linux/bpf.h>
            #include <linux/types.h>
            #include <bpf/bpf_helpers.h>

            char LICENSE[] SEC("license") = "GPL";

            struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1);
                     __type(key, __u64); __type(value, __u64); } theirs SEC(".maps");
            """;

    /** Where libbpf pins by name. */
    private static final Path PIN = Path.of("/sys/fs/bpf/borescope_test");

    /** An object of others, whose map everybody can open. */
    private static final String OWNER = """
            #include <linux/bpf.h>
            #include <linux/types.h>
            #include <bpf/bpf_core_read.h>
            #include <bpf/bpf_helpers.h>
            #include <bpf/bpf_tracing.h>

            char LICENSE[] SEC("license") = "GPL";

            struct task_struct { int tgid; struct task_struct *real_parent; } __attribute__((preserve_access_index));
            const volatile __u32 parent = 1;

            struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 64); __uint(pinning, LIBBPF_PIN_BY_NAME);
                     __type(key, __u64); __type(value, __u64); } borescope_test SEC(".maps");

            SEC("tp_btf/sched_process_exec")
            int BPF_PROG(count, struct task_struct *task)
            {
                __u64 key = 7, one = 1, *known = bpf_map_lookup_elem(&borescope_test, &key);

                if (BPF_CORE_READ(task, real_parent, tgid) != parent)
                    return 0;
                if (known)
                    (*known)++;
                else
                    bpf_map_update_elem(&borescope_test, &key, &one, BPF_ANY);
                return 0;
            }
            """;

    @TempDir
    static Path folder;

    private static Path object = Path.of("");

    @BeforeAll
    static void compile() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        object = BpfCompiler.compile(folder, "kinds", SOURCE);
    }

    private static Configs config() {
        return new Configs(object).program("no_hook", ProgramConfig.Attach.NONE, false);
    }

    /** What a receiver hands on when it closes: each map is read once, wherever the clock stands. */
    private static Bench observe(Configs config, Signal<?>... signals) throws Exception {
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "read go; i=0; while [ $i -lt %d ]; do /bin/true; i=$((i + 1)); done".formatted(EXECS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Bench bench =
                Bench.start(config.constant("parent", Value.of(shell.pid())).build(), signals);
        try (bench) {
            try (var input = shell.outputWriter()) {
                input.write("go\n");
            }
            assertThat(shell.waitFor()).isZero();
        }
        return bench;
    }

    @Test
    void readsMapsOfEveryKindExactly() throws Exception {
        Bench bench = observe(
                config().constant("small", Value.of(-3))
                        .constant("outcome", Value.of("BAD"))
                        .constant("prefix", Value.of("x"))
                        .map(
                                "by_who",
                                Configs.metric(
                                        "times",
                                        MetricType.SUM,
                                        "value.times",
                                        Map.of("name", "key.name", "outcome", "key.outcome")),
                                Configs.metric("falling", MetricType.GAUGE, "value.falling", Map.of()))
                        .map("lru", Configs.metric("lru", MetricType.SUM, "value", Map.of("key", "key")))
                        .map("percpu_hash", Configs.metric("ph", MetricType.SUM, "value", Map.of("key", "key")))
                        .map(
                                "percpu_array",
                                Configs.metric("pa", MetricType.SUM, "value.times", Map.of("key", "key")),
                                Configs.metric("pa_cpu", MetricType.SUM, "value.times", Map.of("cpu", "cpu")))
                        .map(
                                "array",
                                Configs.metric("array", MetricType.SUM, "value[1]", Map.of("key", "key")),
                                Configs.metric("level", MetricType.GAUGE, "value[1]", Map.of("key", "key"))),
                Signal.METRICS);
        assertThat(bench.sums("times", "sum", "name")).containsExactly(Map.entry("xb", (long) EXECS));
        assertThat(bench.sums("times", "sum", "outcome")).containsExactly(Map.entry("BAD", (long) EXECS));
        assertThat(bench.sums("falling", "min", "")).containsExactly(Map.entry("", -3L));
        assertThat(bench.sums("lru", "sum", "key")).containsExactly(Map.entry("7", 5L * EXECS));
        assertThat(bench.sums("ph", "sum", "key")).containsExactly(Map.entry("9", (long) EXECS));
        assertThat(bench.sums("pa", "sum", "key")).containsExactly(Map.entry("1", 3L * EXECS));
        assertThat(bench.sums("pa_cpu", "sum", "cpu").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(3L * EXECS);
        assertThat(bench.sums("array", "sum", "key")).containsExactly(Map.entry("2", 11L * EXECS));
        assertThat(bench.sums("level", "max", "key")).contains(Map.entry("0", 0L), Map.entry("2", 11L * EXECS));
        assertThat(bench.metrics.eventCount()).as("readings are no events").isZero();
    }

    @Test
    void makesHistogramsOfWhatMapsCount() throws Exception {
        MetricConfig ofArray = buckets("array_histogram", "value.slots", List.of(), null);
        MetricConfig withBounds = buckets("bounded", "value.slots", List.of(10L, 20L, 50L, 100L, 1000L), null);
        MetricConfig ofKeys = buckets("hash_histogram", "value", List.of(), "key.slot");
        Bench bench = observe(config().map("histogram", ofArray, withBounds).map("by_slot", ofKeys), Signal.METRICS);

        assertThat(bench.histogram("array_histogram")).containsExactly(0, 2 * EXECS, 0, EXECS, 0, 0);
        assertThat(bench.sums("array_histogram", "count", "")).containsEntry("", 3L * EXECS);
        assertThat(bench.sums("array_histogram", "min", "")).containsEntry("", 2L);
        assertThat(bench.sums("array_histogram", "max", "")).containsEntry("", 16L);
        assertThat(bench.sums("array_histogram", "sum", "")).containsEntry("", (2L * 3 + 12) * EXECS);
        assertThat(bench.histogram("bounded")).containsExactly(0, 2 * EXECS, 0, EXECS, 0, 0);
        assertThat(bench.sums("bounded", "sum", "")).containsEntry("", (2L * 15 + 75) * EXECS);
        assertThat(bench.histogram("hash_histogram"))
                .startsWith(0, 2 * EXECS, 0, EXECS, 0)
                .hasSize(40);
        assertThat(bench.sums("hash_histogram", "count", "")).containsEntry("", 3L * EXECS);
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static MetricConfig buckets(String name, String value, List<Long> bounds, @Nullable String bucket) {
        return new MetricConfig(name, null, "ns", MetricType.HISTOGRAM, value, bounds, bucket, Map.of());
    }

    @Test
    void saysWhatIsNoHistogram() {
        assertRefused(
                config().map("histogram", buckets("h", "value.unused", List.of(), null)),
                "maps[0].metrics[0].value: value.unused is no array of 129 elements at most. Name an array with a counter for each bucket");
        assertRefused(
                config().map("histogram", buckets("h", "value.slots", List.of(1L), null)),
                "maps[0].metrics[0].bounds: 1 borders make 2 buckets, and value.slots has 6");
        assertRefused(
                config().map("by_slot", buckets("h", "value", List.of(), "key.slut")),
                "maps[0].metrics[0].bucket: key.slut: struct slot has no field slut");
    }

    /** The other object's programs count into the map; ours only reads it. */
    @Test
    void readsAMapThatOthersHavePinned() throws Exception {
        Path reader = BpfCompiler.compile(folder, "reader", READER);
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "read go; i=0; while [ $i -lt %d ]; do /bin/true; i=$((i + 1)); done".formatted(EXECS))
                .start();
        byte[] owned = Files.readAllBytes(BpfCompiler.compile(folder, "owner", OWNER));
        try (BpfObject owner = BpfObject.open("owner", owned)) {
            owner.constant("parent").set(ValueLayout.JAVA_INT, 0, Math.toIntExact(shell.pid()));
            owner.load();
            owner.program("count").attach();
            Configs config = new Configs(reader)
                    .pinned("theirs", PIN, Configs.metric("execs", MetricType.SUM, "value", Map.of("key", "key")));
            Bench bench = Bench.start(config.build(), Signal.METRICS);
            try (bench;
                    var input = shell.outputWriter()) {
                input.write("go\n");
                input.flush();
                assertThat(shell.waitFor()).isZero();
            }
            assertThat(bench.sums("execs", "sum", "key")).containsExactly(Map.entry("7", (long) EXECS));
        } finally {
            Files.deleteIfExists(PIN);
        }
    }

    @Test
    void saysWhatIsWrongWithAPin() throws Exception {
        Path reader = BpfCompiler.compile(folder, "reader", READER);
        MetricConfig metric = Configs.metric("lru", MetricType.SUM, "value", Map.of());
        assertRefused(
                new Configs(reader).pinned("theirs", Path.of("/sys/fs/bpf/nothing_there"), metric),
                "maps: cannot open the pinned map /sys/fs/bpf/nothing_there: ENOENT");
    }

    @Test
    void readsFieldsOfAllTypes() throws Exception {
        Bench bench = observe(
                config().constant("yes", Value.of(true))
                        .ring("events", "event", "time")
                        .logs("outcome", Map.of()),
                Signal.LOGS);
        assertThat(bench.records()).hasSize(EXECS).allSatisfy(record -> {
            assertThat(record.body()).isEqualTo(Value.of("BAD"));
            assertThat(record.attributes().get("value")).isEqualTo(Value.of(-2));
            assertThat(record.attributes().get("odd")).isEqualTo(Value.of(true));
            assertThat(record.attributes().get("address")).isEqualTo(Value.of("ca00fe"));
            assertThat(record.attributes().get("outcome")).isEqualTo(Value.of("BAD"));
        });
    }

    @Test
    void runsWithoutAnOptionalProgramThatTheVerifierRefuses() throws Exception {
        Bench bench = observe(
                config().program("refused", ProgramConfig.Attach.AUTO, true)
                        .ring("events", "event", "time")
                        .metric(Configs.count("execs", Map.of())),
                Signal.METRICS);
        assertThat(bench.sums("execs", "count", "")).containsExactly(Map.entry("", (long) EXECS));
        assertThat(bench.settings.lastStatus())
                .startsWith("recoverable: cannot load refused (tp_btf/sched_process_exec) of " + object + ": EACCES");
    }

    @Test
    void saysWhichProgramTheVerifierRefusesAndWhy() {
        assertThatStart(() -> Bench.start(
                        ringed().program("refused", ProgramConfig.Attach.AUTO, false)
                                .build(),
                        Signal.METRICS))
                .withMessageStartingWith("cannot load refused (tp_btf/sched_process_exec) of " + object + ": EACCES. ")
                .withMessageContaining("map_value_or_null");
    }

    private static ThrowableAssertAlternative<StartException> assertThatStart(ThrowingCallable start) {
        return assertThatExceptionOfType(StartException.class).isThrownBy(start);
    }

    private static Configs ringed() {
        return config().ring("events", "event", "time").metric(Configs.count("execs", Map.of()));
    }

    private static void assertRefused(Configs config, String message) {
        assertThatStart(() -> Bench.start(config.build(), Signal.METRICS)).withMessageContaining(message);
    }

    @Test
    void saysWhatTheObjectDoesNotHave() {
        assertRefused(
                config().ring("events", "evnt", null).metric(Configs.count("execs", Map.of())),
                "event.struct: the object has no struct evnt. It has: buckets, event, figures, slot, task_struct, who.");
        assertRefused(
                ringed().metric(Configs.metric("v", MetricType.SUM, "valu", Map.of())),
                "metrics[1].value: valu: struct event has no field valu. It has: time, value, big, outcome, odd, address");
        assertRefused(
                ringed().metric(Configs.count("v", Map.of("x", "address[0].y"))),
                "metrics[1].dimensions.x: address[0].y: y is looked for in something that is no struct");
        assertRefused(
                ringed().metric(Configs.metric("v", MetricType.SUM, "address", Map.of())),
                "metrics[1].value: address is a text");
        assertRefused(
                config().ring("evnts", "event", null).metric(Configs.count("execs", Map.of())),
                "ring_buffer: the object has no ring buffer evnts. It has: events.");
        assertRefused(
                config().map("nothing", Configs.metric("v", MetricType.SUM, "value", Map.of())),
                "maps[0]: the object has no map nothing. It has: events, by_who");
        assertRefused(
                config().map("untyped", Configs.metric("v", MetricType.SUM, "value", Map.of())),
                "maps[0]: the map untyped does not say what its keys are. Declare it with __type(key, ...)");
        assertRefused(
                config().map("lru", Configs.metric("v", MetricType.SUM, "count", Map.of())),
                "maps[0].metrics[0]: count is no part of an entry. Begin with key or value");
        assertRefused(
                ringed().program("on_exce", ProgramConfig.Attach.AUTO, false),
                "programs: the object has no program on_exce. It has: on_exec, refused, no_hook");
        assertRefused(
                ringed().constant("parnt", Value.of(1)), "constants.parnt: the object has no such constant. It has: ");
        assertRefused(
                ringed().constant("small", Value.of(128)),
                "constants.small: 128 does not fit into it. It is a signed integer of 8 bits");
        assertRefused(ringed().constant("small", Value.of("x")), "constants.small: x does not fit into it");
        assertRefused(
                ringed().constant("outcome", Value.of("UGLY")),
                "constants.outcome: UGLY is none of its values. There are: BAD, GOOD.");
        assertRefused(
                ringed().constant("prefix", Value.of("long")),
                "constants.prefix: the text has 4 bytes. It has room for 3, and a NUL.");
        assertRefused(
                new Configs(object).ring("events", "event", null).metric(Configs.count("execs", Map.of())),
                "cannot attach no_hook (perf_event) of %s: its section names no hook".formatted(object));
        assertRefused(
                ringed().program("on_exec", ProgramConfig.Attach.NONE, false),
                "%s: no program is attached. Set attach: auto for one at least.".formatted(object));
    }

    @Test
    void saysWhatIsWrongWithAFile(@TempDir Path own) throws Exception {
        Path missing = own.resolve("missing.bpf.o");
        assertRefused(ringedWith(missing), "there is no file " + missing);
        Path text = Files.writeString(
                own.resolve("text.bpf.o"), "no object at all, but some text that is long enough for a header");
        assertRefused(ringedWith(text), text + ": it is not an ELF file. Compile it with clang -target bpf");
        byte[] whole = Files.readAllBytes(object);
        Path cut = Files.write(own.resolve("cut.bpf.o"), Arrays.copyOf(whole, whole.length / 2));
        assertRefused(ringedWith(cut), cut + ": it is cut off");
        Path large = Files.write(own.resolve("large.bpf.o"), new byte[ObjectFile.LARGEST + 1]);
        assertRefused(ringedWith(large), "is larger than 16 MiB");
    }

    private static Configs ringedWith(Path file) {
        return new Configs(file).ring("events", "event", "time").metric(Configs.count("execs", Map.of()));
    }

    @Test
    void refusesAFileThatOthersMayChange(@TempDir Path own) throws Exception {
        Path file = Files.copy(object, own.resolve("open.bpf.o"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
        assertRefused(
                ringedWith(file),
                file + " may be changed by others, and its programs run in the kernel. Run chmod go-w");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(ringedWith(file), own + " may be changed by others");
        Configs trusted = ringedWith(file).unsafe().program("no_hook", ProgramConfig.Attach.NONE, false);
        assertThatCode(() -> Bench.start(trusted.build(), Signal.METRICS).close())
                .doesNotThrowAnyException();
    }

    @Test
    void wantsMetricsAndLogsOnlyWhereTheyAreConfigured() {
        assertThatStart(() -> Bench.start(ringed().build(), Signal.LOGS))
                .withMessageStartingWith("a pipeline of logs wants them");
    }

    @Test
    void keepsToTheContractOfComponents() throws Exception {
        Outputs outputs = new Collected<>(Signal.METRICS);
        ComponentContract.check(() -> new BpfObjectReceiver(
                new TestSettings("bpf_object", new HandClock(System.nanoTime(), System.nanoTime())),
                ringed().build(),
                outputs));
    }

    @Test
    void doctorLoadsAndAttachesAndTakesItBack() throws Exception {
        List<Finding> findings = CheckContract.check(new ObjectCheck(
                ringed().program("refused", ProgramConfig.Attach.AUTO, true).build()));
        assertThat(findings).extracting(Finding::name).containsExactly("object", "types", "programs", "programs");
        assertThat(findings)
                .extracting(Finding::outcome)
                .containsExactly(Outcome.OK, Outcome.OK, Outcome.WARNING, Outcome.OK);
        assertThat(findings.getLast().found()).isEqualTo("attached: on_exec (tp_btf/sched_process_exec)");
        List<Finding> failed = CheckContract.check(new ObjectCheck(config().ring("events", "evnt", null)
                .metric(Configs.count("x", Map.of()))
                .build()));
        assertThat(failed.getLast().outcome()).isEqualTo(Outcome.FAILED);
    }
}
