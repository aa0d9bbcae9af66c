package io.borescope.receiver.process.ports;

import io.borescope.api.event.NetEvent;
import io.borescope.api.process.PortTable;
import io.borescope.receiver.process.classes.PortRule;
import io.borescope.receiver.process.classes.ProcessClass;
import io.borescope.receiver.process.classes.ProcessClasses;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The labels of ports as others ask for them. Thread-safe; the table behind it is replaced as a whole. */
public final class PortLabels implements PortTable {
    private final String[] labels;
    private volatile LabelTable table = LabelTable.EMPTY;

    /**
     * @param labels all that there can be, sorted; fewer than {@link #LABEL_LIMIT}
     */
    public PortLabels(List<String> labels) {
        this.labels = labels.toArray(String[]::new);
    }

    /** Every label that classes and a configuration name, sorted, so that equal configurations number them alike. */
    public static List<String> labels(ProcessClasses classes, Map<String, String> ports) {
        return Stream.concat(ports.values().stream(), classes.all().stream().flatMap(PortLabels::labelsOf))
                .filter(label -> !label.equals(UNKNOWN_LABEL))
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<String> labelsOf(ProcessClass each) {
        Stream<String> rules =
                Stream.of(each.listens(), each.talksTo()).flatMap(List::stream).map(PortRule::label);
        Collection<String> fixed = each.ports().values();
        Stream<String> rest = each.sockets() == null ? Stream.of() : Stream.of(each.sockets());
        return Stream.of(rules, fixed.stream(), rest).flatMap(all -> all);
    }

    /** The number of a label; {@link #UNKNOWN} if it is none of those given. */
    int number(String label) {
        return Math.max(UNKNOWN, Arrays.binarySearch(labels, label) + 1);
    }

    void use(LabelTable replacement) {
        table = replacement;
    }

    /** How many ports have a label, from all points of view. Any thread. */
    public int size() {
        return table.size();
    }

    @Override
    public int labelOf(int process, int transport, int localPort, int remotePort) {
        boolean hasPorts = transport == NetEvent.TCP || transport == NetEvent.UDP;
        return hasPorts ? table.labelOf(process, transport, localPort, remotePort) : UNKNOWN;
    }

    @Override
    public String label(int number) {
        return number > UNKNOWN && number <= labels.length ? labels[number - 1] : UNKNOWN_LABEL;
    }
}
