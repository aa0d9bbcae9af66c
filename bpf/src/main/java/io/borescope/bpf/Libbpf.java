package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * libbpf 1.x, function by function and under its names. Objects are addresses here; {@code int} results are 0 or more, or a
 * negated errno; pointer results are 0 on failure, then {@link Native#errno()} says why. Any thread, as far as libbpf allows.
 *
 * @see <a href="https://libbpf.readthedocs.io">libbpf</a>
 */
@SuppressWarnings("restricted")
final class Libbpf {
    /** Path of another libbpf.so.1 than the system's; the property wins over the environment variable. */
    static final String PATH_PROPERTY = "borescope.libbpf";

    static final String PATH_VARIABLE = "BORESCOPE_LIBBPF";

    /** What to do when the library is missing. */
    static final String REMEDY =
            "Install libbpf 1.0 or later (Debian, Ubuntu: apt install libbpf1; Fedora: dnf install libbpf),"
                    + " or name its path in " + PATH_VARIABLE + ".";

    private static final String SYSTEM_LIBRARY = "libbpf.so.1";
    private static final Map<String, MemorySegment> FUNCTIONS = new ConcurrentHashMap<>();
    private static final @Nullable SymbolLookup LIBRARY = load();
    private static final MemorySegment MAP_LOOKUP_ELEM =
            LIBRARY == null ? MemorySegment.NULL : function("bpf_map_lookup_elem");

    private Libbpf() {}

    private static String path() {
        return Stream.of(System.getProperty(PATH_PROPERTY), System.getenv(PATH_VARIABLE))
                .filter(Objects::nonNull)
                .filter(path -> !path.isBlank())
                .findFirst()
                .orElse(SYSTEM_LIBRARY);
    }

    private static @Nullable SymbolLookup load() {
        try {
            SymbolLookup library = SymbolLookup.libraryLookup(path(), Arena.global());
            library.find("libbpf_set_print")
                    .ifPresent(function ->
                            Native.call(function, LibbpfLog.printFunction().address(), 0, 0, 0, 0, 0));
            return library;
        } catch (IllegalArgumentException notFound) {
            return null;
        }
    }

    /**
     * Checks that the library is there.
     *
     * @throws BpfException if it could not be loaded
     */
    static void require() throws BpfException {
        if (LIBRARY == null) {
            throw new BpfException("cannot load %s. %s".formatted(path(), REMEDY));
        }
    }

    static boolean present() {
        return LIBRARY != null;
    }

    private static MemorySegment function(String name) {
        return FUNCTIONS.computeIfAbsent(
                name,
                wanted -> Objects.requireNonNull(LIBRARY, "libbpf is not loaded")
                        .find(wanted)
                        .orElseThrow(() -> new IllegalStateException(
                                path() + " has no " + wanted + "; libbpf 1.0 or later is needed")));
    }

    private static long call(String function, long a, long b, long c, long d, long e, long f) {
        return Native.call(function(function), a, b, c, d, e, f);
    }

    private static long onString(String function, long object, String argument) {
        try (Arena arena = Arena.ofConfined()) {
            return call(function, object, arena.allocateFrom(argument).address(), 0, 0, 0, 0);
        }
    }

    /** Such as {@code v1.1}. */
    static String versionString() {
        return Native.string(call("libbpf_version_string", 0, 0, 0, 0, 0, 0));
    }

    /** CPUs that may ever be there; the length of a per-CPU value. */
    static int numPossibleCpus() {
        return (int) call("libbpf_num_possible_cpus", 0, 0, 0, 0, 0, 0);
    }

    static long objectOpenMem(MemorySegment elf, MemorySegment options) {
        return call("bpf_object__open_mem", elf.address(), elf.byteSize(), options.address(), 0, 0, 0);
    }

    static int objectLoad(long object) {
        return (int) call("bpf_object__load", object, 0, 0, 0, 0, 0);
    }

    static void objectClose(long object) {
        call("bpf_object__close", object, 0, 0, 0, 0, 0);
    }

    static long objectBtf(long object) {
        return call("bpf_object__btf", object, 0, 0, 0, 0, 0);
    }

    static long objectFindMapByName(long object, String name) {
        return onString("bpf_object__find_map_by_name", object, name);
    }

    static long objectFindProgramByName(long object, String name) {
        return onString("bpf_object__find_program_by_name", object, name);
    }

    /** The program after {@code program}, the first if that is 0; 0 after the last. */
    static long objectNextProgram(long object, long program) {
        return call("bpf_object__next_program", object, program, 0, 0, 0, 0);
    }

    static String programName(long program) {
        return Native.string(call("bpf_program__name", program, 0, 0, 0, 0, 0));
    }

    static int programSetAutoload(long program, boolean autoload) {
        return (int) call("bpf_program__set_autoload", program, autoload ? 1 : 0, 0, 0, 0, 0);
    }

    static boolean programAutoload(long program) {
        return (call("bpf_program__autoload", program, 0, 0, 0, 0, 0) & 0xff) != 0;
    }

    static String programSectionName(long program) {
        return Native.string(call("bpf_program__section_name", program, 0, 0, 0, 0, 0));
    }

    /** The map after {@code map}, the first if that is 0; 0 after the last. */
    static long objectNextMap(long object, long map) {
        return call("bpf_object__next_map", object, map, 0, 0, 0, 0);
    }

    static String mapName(long map) {
        return Native.string(call("bpf_map__name", map, 0, 0, 0, 0, 0));
    }

    static int mapType(long map) {
        return (int) call("bpf_map__type", map, 0, 0, 0, 0, 0);
    }

    static int mapKeySize(long map) {
        return (int) call("bpf_map__key_size", map, 0, 0, 0, 0, 0);
    }

    static int mapSetMaxEntries(long map, int entries) {
        return (int) call("bpf_map__set_max_entries", map, entries, 0, 0, 0, 0);
    }

    static int mapReuseFd(long map, int fd) {
        return (int) call("bpf_map__reuse_fd", map, fd, 0, 0, 0, 0);
    }

    /** The object that is pinned at a path, as a file descriptor. */
    static int objGet(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call("bpf_obj_get", arena.allocateFrom(path).address(), 0, 0, 0, 0, 0);
        }
    }

    static int mapFd(long map) {
        return (int) call("bpf_map__fd", map, 0, 0, 0, 0, 0);
    }

    static int mapValueSize(long map) {
        return (int) call("bpf_map__value_size", map, 0, 0, 0, 0, 0);
    }

    static int mapMaxEntries(long map) {
        return (int) call("bpf_map__max_entries", map, 0, 0, 0, 0, 0);
    }

    /** Whether the map holds variables. */
    static boolean mapIsInternal(long map) {
        return (call("bpf_map__is_internal", map, 0, 0, 0, 0, 0) & 0xFF) != 0;
    }

    static long mapInitialValue(long map, MemorySegment size) {
        return call("bpf_map__initial_value", map, size.address(), 0, 0, 0, 0);
    }

    static int mapCreate(int type, MemorySegment name, int keySize, int valueSize, int entries, MemorySegment options) {
        return (int) call("bpf_map_create", type, name.address(), keySize, valueSize, entries, options.address());
    }

    /** The one call that is made while events flow: its address is at hand, and it allocates nothing. */
    static int mapLookupElem(int fd, MemorySegment key, MemorySegment value) {
        return (int) Native.call(MAP_LOOKUP_ELEM, fd, key.address(), value.address(), 0, 0, 0);
    }

    static int mapGetNextKey(int fd, MemorySegment key, MemorySegment next) {
        return (int) call("bpf_map_get_next_key", fd, key.address(), next.address(), 0, 0, 0);
    }

    static int mapUpdateElem(int fd, MemorySegment key, MemorySegment value) {
        return (int) call("bpf_map_update_elem", fd, key.address(), value.address(), 0, 0, 0);
    }

    static long programAttach(long program) {
        return call("bpf_program__attach", program, 0, 0, 0, 0, 0);
    }

    static long programAttachPerfEvent(long program, int fd) {
        return call("bpf_program__attach_perf_event", program, fd, 0, 0, 0, 0);
    }

    /** Fills in {@code struct bpf_prog_info} as far as the kernel knows it and {@code info} has room. */
    static int programInfo(long program, MemorySegment info) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, Math.toIntExact(info.byteSize()));
            int fd = (int) call("bpf_program__fd", program, 0, 0, 0, 0, 0);
            return (int) call("bpf_obj_get_info_by_fd", fd, info.address(), size.address(), 0, 0, 0);
        }
    }

    /** Returns a file descriptor; statistics are kept until it is closed. 0 is {@code BPF_STATS_RUN_TIME}. */
    static int enableRunTimeStats() {
        return (int) call("bpf_enable_stats", 0, 0, 0, 0, 0, 0);
    }

    static int linkDestroy(long link) {
        return (int) call("bpf_link__destroy", link, 0, 0, 0, 0, 0);
    }

    static int btfFindByNameKind(long btf, String name, int kind) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    call("btf__find_by_name_kind", btf, arena.allocateFrom(name).address(), kind, 0, 0, 0);
        }
    }

    static long btfTypeById(long btf, int id) {
        return call("btf__type_by_id", btf, id, 0, 0, 0, 0);
    }

    static String btfNameByOffset(long btf, int offset) {
        return Native.string(call("btf__name_by_offset", btf, offset, 0, 0, 0, 0));
    }
}
