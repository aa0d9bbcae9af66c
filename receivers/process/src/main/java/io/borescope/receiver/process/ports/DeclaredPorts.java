package io.borescope.receiver.process.ports;

import io.borescope.receiver.process.classes.PortLabel;
import io.borescope.receiver.process.classes.PortRule;
import io.borescope.receiver.process.classes.PortRule.Transport;
import io.borescope.receiver.process.classes.ProcessClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The ports that a process says it uses.
 *
 * @param listens the ports that it listens on, if it does as it says
 * @param talksTo the ports of others that it connects to
 */
record DeclaredPorts(List<PortLabel> listens, List<PortLabel> talksTo) {
    static final DeclaredPorts NONE = new DeclaredPorts(List.of(), List.of());

    /** {@code 8545}, {@code :8545}, {@code [::]:8545}, {@code http://127.0.0.1:8551/path}. */
    private static final Pattern VALUE = Pattern.compile("(?:.*:)?([0-9]{1,5})(?:/.*)?");

    private static final Pattern OFFSET = Pattern.compile("(.*[^+])\\+([0-9]{1,5})");

    /**
     * What a class makes of a command line and a file.
     *
     * @param settings of the file, by names with dots
     */
    static DeclaredPorts of(ProcessClass processClass, Options options, Map<String, String> settings) {
        List<PortLabel> fixed = processClass.ports().entrySet().stream()
                .flatMap(entry -> PortLabel.parse(entry.getKey(), entry.getValue()).stream())
                .toList();
        return new DeclaredPorts(
                resolve(processClass.listens(), fixed, options, settings),
                resolve(processClass.talksTo(), fixed, options, settings));
    }

    private static List<PortLabel> resolve(
            List<PortRule> rules, List<PortLabel> fixed, Options options, Map<String, String> settings) {
        List<PortLabel> ports = new ArrayList<>();
        for (PortRule rule : rules) {
            for (int port : ports(rule, options, settings)) {
                if (PortLabel.isPort(port)) {
                    ports.add(new PortLabel(
                            rule.transport() == null ? Transport.TCP : rule.transport(), port, rule.label()));
                }
            }
        }
        ports.addAll(fixed);
        return List.copyOf(ports);
    }

    /** Of the command line, else of the file, else the default: each rule for itself. 0 switches it off. */
    private static List<Integer> ports(PortRule rule, Options options, Map<String, String> settings) {
        for (String flag : rule.flags()) {
            List<Integer> given = given(Options.name(flag), options::value);
            if (!given.isEmpty()) {
                return given;
            }
        }
        List<String> keys =
                rule.keys().isEmpty() ? rule.flags().stream().map(Options::name).toList() : rule.keys();
        for (String key : keys) {
            List<Integer> given = given(key, name -> Optional.ofNullable(settings.get(name)));
            if (!given.isEmpty()) {
                return given;
            }
        }
        return rule.port() == null ? List.of() : List.of(rule.port());
    }

    private interface Source {
        Optional<String> value(String name);
    }

    /** The ports in a value; {@code name+1} stands for those behind the ones of {@code name}. Empty if there is none. */
    private static List<Integer> given(String name, Source source) {
        Matcher offset = OFFSET.matcher(name);
        int above = offset.matches() ? Integer.parseInt(offset.group(2)) : 0;
        String value = source.value(offset.matches() ? offset.group(1) : name).orElse("");
        return Stream.of(value.split(","))
                .map(part -> VALUE.matcher(part.strip()))
                .filter(Matcher::matches)
                .map(match -> Integer.parseInt(match.group(1)))
                .filter(port -> port == 0 || PortLabel.isPort(port))
                .map(port -> port == 0 ? 0 : port + above)
                .toList();
    }
}
