package io.borescope.receiver.bpfobject;

import io.borescope.bpf.BpfException;
import io.borescope.bpf.BpfMap;
import io.borescope.bpf.BpfMapType;
import io.borescope.bpf.BpfObject;
import io.borescope.bpf.BpfProgram;
import io.borescope.bpf.MapReader;
import io.borescope.bpf.RingReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A user's object in the kernel: its constants set, its programs loaded and attached. What is optional and was refused is known with its cause.
 * Not thread-safe.
 */
final class LoadedPrograms implements AutoCloseable {
    private static final int EOPNOTSUPP = 95;

    private final BpfObjectConfig config;
    private final byte[] file;
    private final ObjectPlan plan;
    private final Map<String, ProgramConfig> choices = new LinkedHashMap<>();
    private final Map<String, String> sections = new LinkedHashMap<>();
    private final Set<String> loaded = new LinkedHashSet<>();
    private final List<String> attached = new ArrayList<>();
    private final List<ObjectException> refused = new ArrayList<>();
    private @Nullable BpfObject object;
    private @Nullable RingReader ring;

    private LoadedPrograms(BpfObjectConfig config, byte[] file, ObjectPlan plan) {
        this.config = config;
        this.file = file;
        this.plan = plan;
        config.programs().forEach(program -> choices.put(program.name(), program));
    }

    /**
     * Loads the programs; nothing runs before {@link #attach}.
     *
     * @throws ObjectException if the kernel refuses one that is not optional, or something is missing
     */
    static LoadedPrograms load(BpfObjectConfig config, byte[] file, ObjectPlan plan) throws ObjectException {
        LoadedPrograms loaded = new LoadedPrograms(config, file, plan);
        try {
            loaded.load();
            return loaded;
        } catch (ObjectException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private void load() throws ObjectException {
        Set<String> wanted = wanted();
        try {
            object = open(wanted);
            loaded.addAll(wanted);
        } catch (BpfException e) {
            Set<String> possible = withoutRefused(wanted, e);
            try {
                object = open(possible);
                loaded.addAll(possible);
            } catch (BpfException again) {
                throw because("cannot load " + config.label(), again);
            }
        }
    }

    /** What is loaded by default, and what is named. */
    private Set<String> wanted() throws ObjectException {
        try (BpfObject opened = BpfObject.open(name(), file)) {
            List<BpfProgram> all = opened.allPrograms();
            all.forEach(program -> sections.put(program.name(), program.section()));
            for (ProgramConfig choice : config.programs()) {
                if (!sections.containsKey(choice.name())) {
                    throw new ObjectException(
                            "programs: the object has no program %s".formatted(choice.name()),
                            "It has: %s.".formatted(String.join(", ", sections.keySet())));
                }
            }
            reusePinned(opened);
            checkMaps(opened);
            return all.stream()
                    .filter(program -> program.isLoadedByDefault() || choices.containsKey(program.name()))
                    .map(BpfProgram::name)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (BpfException e) {
            throw because("cannot open " + config.label(), e);
        }
    }

    private void reusePinned(BpfObject opened) throws ObjectException {
        for (MapConfig map : config.maps()) {
            if (map.pinned() != null) {
                try {
                    opened.reusePinned(map.name(), map.pinned());
                } catch (BpfException e) {
                    throw new ObjectException("maps: " + e.cause(), e.remedy(), e.log());
                }
            }
        }
    }

    /** Whether the object only says what maps of others look like. */
    private boolean onlyReads() {
        return sections.isEmpty() && config.maps().stream().anyMatch(map -> map.pinned() != null);
    }

    private void checkMaps(BpfObject opened) throws BpfException, ObjectException {
        Map<String, BpfMap> maps = new LinkedHashMap<>();
        opened.allMaps().forEach(map -> maps.put(map.name(), map));
        String wantedRing = config.ringBuffer();
        if (wantedRing != null) {
            BpfMap found = maps.get(wantedRing);
            if (found == null || found.type() != BpfMapType.RINGBUF) {
                throw new ObjectException(
                        "ring_buffer: the object has no ring buffer %s".formatted(wantedRing),
                        "It has: %s.".formatted(ringBuffers(maps.values())));
            }
        }
        if (config.lost() != null) {
            checkEntries("lost", maps.get(config.lost()));
        }
        for (MapPlan map : plan.maps()) {
            BpfMap found = maps.get(map.config().name());
            checkEntries("maps", found);
            if (found != null && (found.keySize() != map.keySize() || found.valueSize() != map.valueSize())) {
                throw new ObjectException(
                        "maps: %s has entries of %d and %d bytes, and types of %d and %d"
                                .formatted(
                                        found.name(),
                                        found.keySize(),
                                        found.valueSize(),
                                        map.keySize(),
                                        map.valueSize()),
                        "Declare it with __type(key, ...) and __type(value, ...) only.");
            }
        }
    }

    private static String ringBuffers(Collection<BpfMap> maps) {
        String names = maps.stream()
                .filter(map -> map.type() == BpfMapType.RINGBUF)
                .map(BpfMap::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private static void checkEntries(String key, @Nullable BpfMap map) throws ObjectException {
        if (map != null && !map.type().hasEntries()) {
            throw new ObjectException(
                    "%s: %s is a map without entries that can be read".formatted(key, map.name()),
                    "Use a hash or an array, also with a value per CPU or LRU.");
        }
    }

    /** libbpf refuses an object as a whole; which program it was, and why, comes out when each is tried alone. */
    private Set<String> withoutRefused(Set<String> wanted, BpfException whole) throws ObjectException {
        try {
            open(Set.of()).close();
        } catch (BpfException e) {
            throw because("cannot create the maps of " + config.label(), e);
        }
        Set<String> possible = new LinkedHashSet<>();
        for (String program : wanted) {
            try {
                open(Set.of(program)).close();
                possible.add(program);
            } catch (BpfException e) {
                refuse(program, because("cannot load " + describe(program), e));
            }
        }
        if (possible.size() == wanted.size()) {
            throw because("cannot load " + config.label(), whole);
        }
        return possible;
    }

    private void refuse(String program, ObjectException cause) throws ObjectException {
        ProgramConfig choice = choices.get(program);
        if (choice == null || !choice.optional()) {
            throw cause;
        }
        refused.add(cause);
    }

    private BpfObject open(Set<String> programs) throws BpfException, ObjectException {
        BpfObject opened = BpfObject.open(name(), file);
        try {
            opened.restrictTo(programs);
            reusePinned(opened);
            for (Constant constant : plan.constants()) {
                constant.writeTo(opened.constant(constant.name()));
            }
            if (config.ringBuffer() != null && config.ringBufferSize() != null) {
                opened.setMaxEntries(
                        config.ringBuffer(),
                        Math.toIntExact(config.ringBufferSize().bytes()));
            }
            opened.load();
            return opened;
        } catch (BpfException | ObjectException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** What libbpf calls it: the file without its endings. */
    private String name() {
        String file = String.valueOf(config.object().getFileName());
        return file.replaceAll("\\..*", "");
    }

    private String describe(String program) {
        return "%s (%s) of %s".formatted(program, sections.get(program), config.label());
    }

    private static ObjectException because(String failed, BpfException cause) {
        String found =
                cause.errno() == 0 ? failed + ": " + cause.cause() : "%s: %s".formatted(failed, cause.errnoName());
        return new ObjectException(found, cause.remedy(), cause.log());
    }

    /**
     * Attaches the programs to the hooks that their sections name.
     *
     * @throws ObjectException if that fails for one that is not optional, or nothing is left
     */
    void attach() throws ObjectException {
        for (String program : loaded) {
            ProgramConfig choice = choices.get(program);
            if (choice == null || choice.attach() == ProgramConfig.Attach.AUTO) {
                attach(program);
            }
        }
        if (attached.isEmpty() && !onlyReads()) {
            throw new ObjectException(
                    "%s: no program is attached".formatted(config.label()),
                    refused.isEmpty()
                            ? "Set attach: auto for one at least."
                            : String.valueOf(refused.getFirst().getMessage()));
        }
    }

    private void attach(String program) throws ObjectException {
        try {
            opened().program(program).attach();
            attached.add(program);
        } catch (BpfException e) {
            String failed = "cannot attach " + describe(program);
            refuse(
                    program,
                    e.errno() == EOPNOTSUPP
                            ? new ObjectException(
                                    failed + ": its section names no hook",
                                    "Name one, as in SEC(\"tp_btf/sched_switch\"), or set attach: none.")
                            : because(failed, e));
        }
    }

    private BpfObject opened() {
        return Objects.requireNonNull(object, "not loaded");
    }

    /** The reader of the ring. */
    RingReader ring(String map) throws BpfException {
        RingReader opened = opened().map(map).ring();
        ring = opened;
        return opened;
    }

    MapReader map(String map) throws BpfException {
        return opened().map(map).reader();
    }

    /** Programs that run, each with its section. */
    List<String> attached() {
        return attached.stream()
                .map(program -> "%s (%s)".formatted(program, sections.get(program)))
                .toList();
    }

    /** Why programs that are optional do not run. */
    List<ObjectException> refused() {
        return Collections.unmodifiableList(refused);
    }

    /** Runs that the kernel has left out so far because the same program was at work on that CPU. */
    long skippedRuns() throws BpfException {
        return opened().skippedRuns();
    }

    /** Detaches: nothing new comes into the ring and the maps. */
    void detach() {
        if (object != null) {
            object.detach();
        }
    }

    @Override
    public void close() {
        detach();
        if (ring != null) {
            ring.close();
            ring = null;
        }
        if (object != null) {
            object.close();
            object = null;
        }
    }
}
