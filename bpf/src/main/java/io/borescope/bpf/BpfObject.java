package io.borescope.bpf;

import io.borescope.api.privilege.Capabilities;
import io.borescope.api.privilege.Capability;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One compiled file of programs: opened, prepared (constants, sizes, shared maps), loaded, attached, closed. Owned by one
 * thread; {@link #close()} detaches everything first and is safe at any point and when called twice.
 *
 * <p>Public for objects that users bring; our own are opened by their name, inside of this package.
 */
public final class BpfObject implements AutoCloseable {
    /** {@code struct bpf_object_open_opts} of libbpf 1.0, up to and with {@code btf_custom_path}. */
    private static final long OPEN_OPTIONS_SIZE = 56;

    private static final long OBJECT_NAME_OFFSET = 8;
    private static final long BTF_PATH_OFFSET = 48;
    private static final String KERNEL_TYPES = "/sys/kernel/btf/vmlinux";
    private static final boolean MAY_LIST_TYPES = Capabilities.ofThisProcess().grant(Capability.CAP_SYS_ADMIN);

    private static final String CONSTANTS = ".rodata";
    private static final int BTF_KIND_DATASEC = 15;
    private static final int BTF_TYPE_SIZE = 12;
    private static final int BTF_VAR_SIZE = 12;

    private final String name;
    private final Arena arena;
    private final long handle;
    private final Deque<BpfLink> links = new ArrayDeque<>();
    private final List<BpfProgram> programs = new ArrayList<>();

    /** Of maps that are somebody else's, whose names libbpf takes over. */
    private final Map<Long, String> ownNames = new HashMap<>();

    private boolean closed;

    private BpfObject(String name, Arena arena, long handle) {
        this.name = name;
        this.arena = arena;
        this.handle = handle;
    }

    /**
     * Reads the object of this name for this machine's architecture from the class path. Nothing reaches the kernel yet.
     *
     * @param name such as {@code syscalls}: the folder under {@code programs/}
     * @throws BpfException if libbpf is missing or refuses the file, or this build has none for the architecture
     */
    static BpfObject open(String name) throws BpfException {
        return open(name, read(name));
    }

    /**
     * Reads an object from the bytes of its file. Nothing reaches the kernel yet.
     *
     * @param name for messages, and as a prefix of names in the kernel
     * @throws BpfException if libbpf is missing or refuses the file
     */
    public static BpfObject open(String name, byte[] file) throws BpfException {
        Libbpf.require();
        LibbpfLog.takeWarnings();
        Arena arena = Arena.ofShared(); // closed by whichever thread closes the object
        try {
            // libbpf reads the file's bytes until load, and keeps pointers into them.
            MemorySegment elf = arena.allocate(file.length, Long.BYTES).copyFrom(MemorySegment.ofArray(file));
            long handle =
                    BpfException.checkPointer(Libbpf.objectOpenMem(elf, options(arena, name)), "cannot open " + name);
            return new BpfObject(name, arena, handle);
        } catch (BpfException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * {@code struct bpf_object_open_opts}. A type that the kernel does not have is looked for in its modules as well, whose types only
     * CAP_SYS_ADMIN may list: libbpf before 1.5 fails where that is refused. It leaves the modules alone if the file of types is named,
     * which costs reading that twice.
     */
    private static MemorySegment options(Arena arena, String name) {
        MemorySegment options = arena.allocate(OPEN_OPTIONS_SIZE, Long.BYTES);
        options.set(ValueLayout.JAVA_LONG, 0, OPEN_OPTIONS_SIZE);
        options.set(ValueLayout.ADDRESS, OBJECT_NAME_OFFSET, arena.allocateFrom(name));
        if (!MAY_LIST_TYPES) {
            options.set(ValueLayout.ADDRESS, BTF_PATH_OFFSET, arena.allocateFrom(KERNEL_TYPES));
        }
        return options;
    }

    private static byte[] read(String name) throws BpfException {
        String architecture = Libc.ARM64 ? "aarch64" : "x86_64";
        String resource = "%s/%s.bpf.o".formatted(architecture, name);
        try (InputStream file = BpfObject.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new BpfException(
                        "%s is not in this build. It was built with -Dbpf=off, or for another architecture."
                                .formatted(resource));
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    String name() {
        return name;
    }

    /**
     * The place of a {@code const volatile} variable, to be written before {@link #load()}; the kernel freezes it then.
     *
     * @param variable its name in C
     */
    public MemorySegment constant(String variable) throws BpfException {
        long btf = Libbpf.objectBtf(handle);
        int section = Libbpf.btfFindByNameKind(btf, CONSTANTS, BTF_KIND_DATASEC);
        if (section < 0) {
            throw new BpfException("%s has no constants".formatted(name));
        }
        MemorySegment type = Native.memory(Libbpf.btfTypeById(btf, section), BTF_TYPE_SIZE);
        int variables = type.get(ValueLayout.JAVA_INT, 4) & 0xffff;
        MemorySegment placed = Native.memory(type.address() + BTF_TYPE_SIZE, (long) variables * BTF_VAR_SIZE);
        for (int i = 0; i < variables; i++) { // struct btf_var_secinfo: type, offset, size
            long at = (long) i * BTF_VAR_SIZE;
            if (variable.equals(nameOf(btf, placed.get(ValueLayout.JAVA_INT, at)))) {
                long offset = placed.get(ValueLayout.JAVA_INT, at + 4);
                return constants().asSlice(offset, placed.get(ValueLayout.JAVA_INT, at + 8));
            }
        }
        throw new BpfException("%s has no constant %s".formatted(name, variable));
    }

    private static String nameOf(long btf, int type) {
        MemorySegment variable = Native.memory(Libbpf.btfTypeById(btf, type), BTF_TYPE_SIZE);
        return Libbpf.btfNameByOffset(btf, variable.get(ValueLayout.JAVA_INT, 0));
    }

    private MemorySegment constants() throws BpfException {
        MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
        long address = Libbpf.mapInitialValue(mapHandle(CONSTANTS), size);
        BpfException.checkPointer(address, "cannot find the constants of " + name);
        return Native.memory(address, size.get(ValueLayout.JAVA_LONG, 0));
    }

    /** Sets a {@code u32} constant. */
    void constant(String variable, int value) throws BpfException {
        constant(variable).set(ValueLayout.JAVA_INT, 0, value);
    }

    /** Sets a {@code u64} constant. */
    void constant(String variable, long value) throws BpfException {
        constant(variable).set(ValueLayout.JAVA_LONG, 0, value);
    }

    private long mapHandle(String map) throws BpfException {
        for (Map.Entry<Long, String> renamed : ownNames.entrySet()) {
            if (renamed.getValue().equals(map)) {
                return renamed.getKey();
            }
        }
        return BpfException.checkPointer(
                Libbpf.objectFindMapByName(handle, map), "%s has no map %s".formatted(name, map));
    }

    /** Sets a map's size, before {@link #load()}: entries, or bytes for a ring buffer. */
    public void setMaxEntries(String map, int entries) throws BpfException {
        BpfException.check(
                Libbpf.mapSetMaxEntries(mapHandle(map), entries), "cannot size the map %s of %s".formatted(map, name));
    }

    /** Loads these programs and no others: before {@link #load()}. */
    public void restrictTo(Set<String> wanted) throws BpfException {
        for (BpfProgram program : allPrograms()) {
            boolean load = wanted.contains(program.name());
            BpfException.check(
                    Libbpf.programSetAutoload(program.handle(), load), "cannot choose the programs of " + name);
        }
    }

    /** The programs in the file, in its order. */
    public List<BpfProgram> allPrograms() {
        List<BpfProgram> all = new ArrayList<>();
        long program = 0;
        while ((program = Libbpf.objectNextProgram(handle, program)) != 0) {
            all.add(new BpfProgram(this, Libbpf.programName(program), program));
        }
        return all;
    }

    /** The maps in the file, in its order, those included that hold its variables. */
    public List<BpfMap> allMaps() {
        List<BpfMap> all = new ArrayList<>();
        long map = 0;
        while ((map = Libbpf.objectNextMap(handle, map)) != 0) {
            all.add(BpfMap.of(ownNames.getOrDefault(map, Libbpf.mapName(map)), map));
        }
        return all;
    }

    /** Uses an existing map in place of one of this object's, before {@link #load()}. */
    void reuse(String map, BpfMap existing) throws BpfException {
        BpfException.check(
                Libbpf.mapReuseFd(mapHandle(map), existing.fd()),
                "cannot share the map %s with %s".formatted(map, name));
    }

    /**
     * Uses the map that somebody has pinned in place of one of this object's, before {@link #load()}.
     *
     * @param pin a file of the BPF file system
     */
    public void reusePinned(String map, Path pin) throws BpfException {
        int fd = BpfException.check(Libbpf.objGet(pin.toString()), "cannot open the pinned map " + pin);
        try {
            long own = mapHandle(map);
            BpfException.check(
                    Libbpf.mapReuseFd(own, fd), "cannot use %s as the map %s of %s".formatted(pin, map, name));
            ownNames.put(own, map);
        } finally {
            Libc.close(fd);
        }
    }

    /** Creates the maps and has the kernel verify and compile the programs. Nothing runs before it is attached. */
    public void load() throws BpfException {
        LibbpfLog.takeWarnings();
        BpfException.check(Libbpf.objectLoad(handle), "cannot load " + name);
        forgetInitialValues();
    }

    /** What variables began with is in the kernel now. libbpf keeps it, and tables that begin as zeros are megabytes of it. */
    private void forgetInitialValues() {
        MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
        long map = 0;
        while ((map = Libbpf.objectNextMap(handle, map)) != 0) {
            long address = Libbpf.mapIsInternal(map) ? Libbpf.mapInitialValue(map, size) : 0;
            if (address > 0) {
                Libc.giveBack(address, size.get(ValueLayout.JAVA_LONG, 0));
            }
        }
    }

    /** A map of this object; to be read after {@link #load()}. */
    public BpfMap map(String map) throws BpfException {
        return BpfMap.of(map, mapHandle(map));
    }

    /** A program of this object by its C name. */
    public BpfProgram program(String program) throws BpfException {
        long found = Libbpf.objectFindProgramByName(handle, program);
        BpfProgram known = new BpfProgram(
                this, program, BpfException.checkPointer(found, "%s has no program %s".formatted(name, program)));
        programs.add(known);
        return known;
    }

    /** The sum over the programs that were asked for, see {@link BpfProgram#skippedRuns()}. */
    public long skippedRuns() throws BpfException {
        long sum = 0;
        for (BpfProgram program : programs) {
            sum += program.skippedRuns();
        }
        return sum;
    }

    /** What each program that was asked for has run, see {@link BpfProgram#runs()}. */
    List<ProgramRuns> programRuns() throws BpfException {
        List<ProgramRuns> runs = new ArrayList<>();
        for (BpfProgram program : programs) {
            runs.add(program.runs());
        }
        return runs;
    }

    void keep(BpfLink link) {
        links.push(link);
    }

    /** Detaches all programs, the last attached first; they and the maps stay loaded. */
    public void detach() {
        while (!links.isEmpty()) {
            links.pop().close();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        detach();
        Libbpf.objectClose(handle);
        arena.close();
    }
}
