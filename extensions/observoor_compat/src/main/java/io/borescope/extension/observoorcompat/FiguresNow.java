package io.borescope.extension.observoorcompat;

import io.borescope.api.process.ProcessRecord;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.telemetry.Figure;
import io.borescope.api.telemetry.FigureFamily;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the agent says about itself at one moment. Used by one thread. */
final class FiguresNow {
    private static final String PREFIX = "borescope_";

    private final Map<String, FigureFamily> families;
    private final Optional<ProcessTable> processes;
    private final Optional<Long> slot;

    FiguresNow(List<FigureFamily> families, Optional<ProcessTable> processes, Optional<Long> slot) {
        this.families = families.stream().collect(Collectors.toMap(FigureFamily::name, Function.identity()));
        this.processes = processes;
        this.slot = slot;
    }

    /** The slot of now, or 0 while nobody knows slots. */
    double slot() {
        return slot.orElse(0L);
    }

    /** The figures of a metric; none if it is not there. */
    Stream<Figure> figures(String name) {
        FigureFamily family = families.get(PREFIX + name);
        return family == null ? Stream.empty() : family.figures().stream();
    }

    /** The sum over all figures of a metric. */
    double sum(String name) {
        return sum(name, _ -> true);
    }

    /** The sum over some figures of a metric. */
    double sum(String name, Predicate<Figure> which) {
        return figures(name).filter(which).mapToDouble(FiguresNow::value).sum();
    }

    /** Sums by one label of a metric, as another label. */
    Map<Map<String, String>, Double> sumsBy(String name, String label, String as) {
        Map<Map<String, String>, Double> sums = new LinkedHashMap<>();
        figures(name)
                .forEach(figure ->
                        sums.merge(Map.of(as, figure.labels().getOrDefault(label, "")), value(figure), Double::sum));
        return sums;
    }

    /** How many processes are observed, by client. */
    Map<Map<String, String>, Double> processesByClient() {
        Map<Map<String, String>, Double> counts = new LinkedHashMap<>();
        processes.map(ProcessTable::all).stream()
                .flatMap(Collection::stream)
                .filter(process -> !process.exited() && !process.equals(ProcessRecord.KERNEL))
                .collect(Collectors.groupingBy(
                        process -> process.client().isEmpty() ? "unknown" : process.client(),
                        TreeMap::new,
                        Collectors.counting()))
                .forEach((client, count) -> counts.put(Map.of("client_type", client), count.doubleValue()));
        return counts;
    }

    /** The number of a figure that is one. */
    static double value(Figure figure) {
        return switch (figure) {
            case Figure.Whole whole -> whole.value();
            case Figure.Real real -> real.value();
            case Figure.Distribution distribution -> distribution.count();
        };
    }
}
