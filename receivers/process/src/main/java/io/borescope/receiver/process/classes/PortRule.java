package io.borescope.receiver.process.classes;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.event.NetEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One port of a class: what it is for, where it is by default, and what moves it. */
public record PortRule(
        @Doc("What the port is for: el_p2p, http.") String label,

        @Doc("tcp or udp.") @Nullable Transport transport,

        @Doc("Where it is if nothing moves it; without it, only what moves it says.") @Nullable
        Integer port,

        @Doc(
                "Options of the command line that move it: its value is a port, address:port or URL. The first that is given decides; one given twice counts as it was given last. --port+1 is one above the port of --port.")
        List<String> flags,

        @Doc(
                "Names in the file of config_file that move it, sections joined by dots. Without them, the names of flags without their dashes.")
        List<String> keys) {

    private static final int MOST_NAMES = 32;

    /** What carries it. */
    public enum Transport {
        TCP(NetEvent.TCP),
        UDP(NetEvent.UDP);

        private final int number;

        Transport(int number) {
            this.number = number;
        }

        /** As events have it. */
        public int number() {
            return number;
        }
    }

    public PortRule {
        label = requireNonNullElse(label, "");
        transport = requireNonNullElse(transport, Transport.TCP);
        flags = List.copyOf(flags);
        keys = List.copyOf(keys);
    }

    void validate(Problems problems) {
        PortLabel.validate("label", label, problems);
        if (port != null && !PortLabel.isPort(port)) {
            problems.add("port", "%d is no port. Use 1 to 65535.", port);
        }
        if (port == null && flags.isEmpty() && keys.isEmpty()) {
            problems.add("", "says no port. Give port, flags or keys.");
        }
        if (flags.size() > MOST_NAMES || keys.size() > MOST_NAMES) {
            problems.add("flags", "has too many names with keys. Use up to %d of each.", MOST_NAMES);
        }
        for (String flag : flags) {
            if (!flag.startsWith("-")) {
                problems.add("flags", "\"%s\" is no option. Write it with its dashes: --%s.", flag, flag);
            }
        }
    }
}
