package io.borescope.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what this host has and lacks for the BPF programs, in words for users. Only reads; loads nothing. */
public final class KernelSupport {
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);
    private static final Pattern EFFECTIVE = Pattern.compile("^CapEff:\\s*([0-9a-f]+)$", Pattern.MULTILINE);
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_PERFMON = 38;
    private static final int CAP_BPF = 39;
    private static final String UNREADABLE = "unreadable";

    private final Path root;

    private KernelSupport(Path root) {
        this.root = root;
    }

    /**
     * One thing that was looked at.
     *
     * @param name what was looked at
     * @param ok whether it is as needed
     * @param found what was found
     * @param remedy what to do about it; empty if ok
     */
    public record Finding(String name, boolean ok, String found, String remedy) {
        private static Finding of(String name, boolean ok, String found, String remedy) {
            return new Finding(name, ok, found, ok ? "" : remedy);
        }
    }

    /** Looks at everything; the list always has the same entries. */
    public static List<Finding> check() {
        return check(Path.of("/"));
    }

    /** What is not as needed and what to do about it, an indented line each; empty if nothing is missing. */
    public static String missing() {
        return check().stream()
                .filter(finding -> !finding.ok())
                .map(finding -> "  %s: %s. %s%n".formatted(finding.name(), finding.found(), finding.remedy()))
                .collect(Collectors.joining());
    }

    /** Looks at a host whose files lie under {@code root}; the library is always this one's. */
    static List<Finding> check(Path root) {
        KernelSupport host = new KernelSupport(root);
        return List.of(
                host.kernel(),
                host.btf(),
                host.capability("CAP_BPF", CAP_BPF),
                host.capability("CAP_PERFMON", CAP_PERFMON),
                host.perfEvents(),
                host.lockdown(),
                libbpf());
    }

    private Finding kernel() {
        String release = read("proc/sys/kernel/osrelease");
        return Finding.of("kernel", isSupported(release), release, "Linux 5.10 or later is needed.");
    }

    private static boolean isSupported(String release) {
        Matcher version = RELEASE.matcher(release);
        if (!version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major > 5 || (major == 5 && Integer.parseInt(version.group(2)) >= 10);
    }

    private Finding btf() {
        boolean present = Files.isReadable(root.resolve("sys/kernel/btf/vmlinux"));
        return Finding.of(
                "BTF",
                present,
                present ? "/sys/kernel/btf/vmlinux" : "no /sys/kernel/btf/vmlinux",
                "Use a kernel built with CONFIG_DEBUG_INFO_BTF=y, and mount /sys if this is a container.");
    }

    private Finding capability(String name, int number) {
        long effective = effectiveCapabilities();
        boolean held = has(effective, number) || has(effective, CAP_SYS_ADMIN);
        String remedy = "Run as root, or grant it: AmbientCapabilities=CAP_BPF CAP_PERFMON in a systemd unit,"
                + " --cap-add for a container.";
        return Finding.of(name, held, held ? "held" : "not held", remedy);
    }

    private long effectiveCapabilities() {
        Matcher line = EFFECTIVE.matcher(read("proc/self/status"));
        return line.find() ? Long.parseUnsignedLong(line.group(1), 16) : 0;
    }

    private static boolean has(long capabilities, int number) {
        return (capabilities >>> number & 1) != 0;
    }

    /** A level above 2 is known to some distributions, and shuts out those without CAP_PERFMON only. */
    private Finding perfEvents() {
        String level = read("proc/sys/kernel/perf_event_paranoid");
        long effective = effectiveCapabilities();
        boolean allowed = has(effective, CAP_PERFMON) || has(effective, CAP_SYS_ADMIN) || "-1".equals(level);
        return Finding.of(
                "perf events",
                allowed && !level.equals(UNREADABLE),
                "kernel.perf_event_paranoid = " + level,
                "Grant CAP_PERFMON, or set kernel.perf_event_paranoid to -1; the kernel needs CONFIG_PERF_EVENTS=y.");
    }

    private Finding lockdown() {
        String modes = read("sys/kernel/security/lockdown");
        boolean confidential = modes.contains("[confidentiality]");
        return Finding.of(
                "lockdown",
                !confidential,
                modes.equals(UNREADABLE) ? "none" : modes,
                "In confidentiality mode the kernel lets no program read its memory: boot with lockdown=integrity.");
    }

    private static Finding libbpf() {
        boolean present = Libbpf.present();
        return Finding.of("libbpf", present, present ? Libbpf.versionString() : "not found", Libbpf.REMEDY);
    }

    private String read(String file) {
        try {
            return KernelFile.read(root.resolve(file));
        } catch (IOException e) {
            return UNREADABLE;
        }
    }
}
