package io.borescope.bpf;

import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.api.privilege.Capabilities;
import io.borescope.api.privilege.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what this host has and lacks for the BPF programs, in words for users. Only reads; loads nothing. */
public final class KernelSupport {
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);
    private static final String UNREADABLE = "unreadable";
    private static final String ALL_IDS = "0 0 4294967295";

    /** The kernel's PROC_PID_INIT_INO: the number of the first pid namespace on every host. */
    private static final String FIRST_PID_NAMESPACE = "pid:[4026531836]";

    private final Path root;

    private KernelSupport(Path root) {
        this.root = root;
    }

    /** Looks at everything; the list always has the same entries. */
    public static List<Finding> check() {
        return check(Path.of("/"));
    }

    /** What must be mended before any program runs, and how, an indented line each; empty if nothing must. */
    public static String missing() {
        return check().stream()
                .filter(finding -> finding.outcome() == Outcome.FAILED)
                .map(finding -> "  %s: %s. %s%n".formatted(finding.name(), finding.found(), finding.remedy()))
                .collect(Collectors.joining());
    }

    /** Looks at a host whose files lie under {@code root}; the library is always this one's. */
    static List<Finding> check(Path root) {
        KernelSupport host = new KernelSupport(root);
        return List.of(
                host.kernel(),
                host.userNamespace(),
                host.pidNamespace(),
                host.capability(Capability.CAP_BPF),
                host.capability(Capability.CAP_PERFMON),
                host.btf(),
                host.tracefs(),
                host.perfEvents(),
                host.jit(),
                host.unprivileged(),
                host.lockdown(),
                libbpf());
    }

    private static Finding required(String name, boolean ok, String found, String remedy) {
        return ok ? Finding.ok(name, found) : Finding.failed(name, found, remedy);
    }

    private static Finding wanted(String name, boolean ok, String found, String remedy) {
        return ok ? Finding.ok(name, found) : Finding.warning(name, found, remedy);
    }

    private Finding kernel() {
        String release = read("proc/sys/kernel/osrelease");
        return required("kernel", isSupported(release), release, "Linux 5.10 or later is needed.");
    }

    private static boolean isSupported(String release) {
        Matcher version = RELEASE.matcher(release);
        if (!version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major > 5 || (major == 5 && Integer.parseInt(version.group(2)) >= 10);
    }

    /** The kernel asks for capabilities in the first user namespace, in which all ids stand for themselves. */
    private Finding userNamespace() {
        String map = read("proc/self/uid_map").replaceAll("\\s+", " ");
        boolean first = map.equals(ALL_IDS) || map.equals(UNREADABLE); // unreadable: built without them
        return required(
                "user namespace",
                first,
                first ? "the host's" : "one of its own, with the ids " + map,
                "Capabilities count for nothing there: run the agent outside the rootless container or user namespace.");
    }

    /** The kernel's pids are the host's; in another namespace /proc would show others under the same numbers. */
    private Finding pidNamespace() {
        String namespace = link("proc/self/ns/pid");
        boolean first = namespace.equals(FIRST_PID_NAMESPACE) || namespace.equals(UNREADABLE);
        return required(
                "pid namespace",
                first,
                first
                        ? "the host's"
                        : "one of its own (%s), where process ids differ from the kernel's".formatted(namespace),
                "Use hostPID: true in Kubernetes, --pid=host for a container.");
    }

    private Finding btf() {
        boolean present = Files.isReadable(root.resolve("sys/kernel/btf/vmlinux"));
        return required(
                "BTF",
                present,
                present ? "/sys/kernel/btf/vmlinux" : "no /sys/kernel/btf/vmlinux",
                "Use a kernel built with CONFIG_DEBUG_INFO_BTF=y, and mount /sys if this is a container.");
    }

    private Finding capability(Capability capability) {
        boolean held = capabilities().grant(capability);
        String remedy = "Run as root, or grant it: AmbientCapabilities=CAP_BPF CAP_PERFMON in a systemd unit,"
                + " --cap-add for a container.";
        return required(capability.name(), held, held ? "held" : "not held", remedy);
    }

    private Capabilities capabilities() {
        return Capabilities.parse(read("proc/self/status"));
    }

    /** A level above 2 is known to some distributions, and shuts out those without CAP_PERFMON only. */
    private Finding perfEvents() {
        String level = read("proc/sys/kernel/perf_event_paranoid");
        boolean allowed = capabilities().grant(Capability.CAP_PERFMON) || "-1".equals(level);
        return required(
                "perf events",
                allowed && !level.equals(UNREADABLE),
                "kernel.perf_event_paranoid = " + level,
                "Grant CAP_PERFMON, or set kernel.perf_event_paranoid to -1; the kernel needs CONFIG_PERF_EVENTS=y.");
    }

    /** Only needed by programs on kprobes and classic tracepoints. */
    private Finding tracefs() {
        String mounted = mountOf("tracefs");
        return wanted(
                "tracefs",
                !mounted.isEmpty(),
                mounted.isEmpty() ? "not mounted" : mounted,
                "Probes on kprobes and classic tracepoints need it: mount -t tracefs tracefs /sys/kernel/tracing,"
                        + " and mount it into the container if this is one.");
    }

    /** Only root may read the setting; where it cannot be read nothing is known against it. */
    private Finding jit() {
        String setting = read("proc/sys/net/core/bpf_jit_enable");
        return wanted(
                "BPF JIT",
                !setting.equals("0"),
                setting.equals(UNREADABLE) ? "not readable by this user" : "net.core.bpf_jit_enable = " + setting,
                "The kernel interprets programs, which costs several times as much: sysctl net.core.bpf_jit_enable=1.");
    }

    /** For the record: we do not ask the kernel to let unprivileged users load programs. */
    private Finding unprivileged() {
        return Finding.ok(
                "unprivileged BPF",
                "kernel.unprivileged_bpf_disabled = " + read("proc/sys/kernel/unprivileged_bpf_disabled"));
    }

    private Finding lockdown() {
        String modes = read("sys/kernel/security/lockdown");
        boolean confidential = modes.contains("[confidentiality]");
        return required(
                "lockdown",
                !confidential,
                modes.equals(UNREADABLE) ? "none" : modes,
                "In confidentiality mode the kernel lets no program read its memory: boot with lockdown=integrity.");
    }

    private static Finding libbpf() {
        boolean present = Libbpf.present();
        return required("libbpf", present, present ? Libbpf.versionString() : "not found", Libbpf.REMEDY);
    }

    /** Where a file system of this type is mounted; empty if it is nowhere. */
    private String mountOf(String type) {
        try (Stream<String> mounts = Files.lines(root.resolve("proc/self/mounts"))) {
            return mounts.map(line -> line.split(" ", 4)) // what, where, type, the rest
                    .filter(mount -> mount.length == 4 && mount[2].equals(type))
                    .map(mount -> mount[1])
                    .findFirst()
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private String link(String file) {
        try {
            return Files.readSymbolicLink(root.resolve(file)).toString();
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    private String read(String file) {
        try {
            return KernelFile.read(root.resolve(file));
        } catch (IOException e) {
            return UNREADABLE;
        }
    }
}
