package io.borescope.extension.admin;

import io.borescope.api.telemetry.Figure;
import io.borescope.api.telemetry.FigureFamily;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the agent says about itself at one moment, found by names and labels. */
final class FiguresByLabel {
    private static final String PREFIX = "borescope_";

    private final Map<String, FigureFamily> families;

    FiguresByLabel(List<FigureFamily> families) {
        this.families = families.stream().collect(Collectors.toMap(FigureFamily::name, Function.identity()));
    }

    /** The figure with exactly these labels. */
    OptionalDouble find(String name, Map<String, String> labels) {
        return figures(name)
                .filter(figure -> figure.labels().equals(labels))
                .mapToDouble(FiguresByLabel::value)
                .findFirst();
    }

    /** What was lost by somebody, by reason. */
    SortedMap<String, Long> lost(Map<String, String> who) {
        SortedMap<String, Long> lost = new TreeMap<>();
        figures("ledger_lost_events")
                .filter(figure -> figure.labels().entrySet().containsAll(who.entrySet()))
                .filter(figure -> figure.labels().size() == who.size() + 1)
                .forEach(figure -> Optional.ofNullable(figure.labels().get("reason"))
                        .filter(_ -> value(figure) > 0)
                        .ifPresent(reason -> lost.put(reason, (long) value(figure))));
        return lost;
    }

    /** What a component counts by itself: names without what all its names begin with, and labels that are not its id. */
    SortedMap<String, Double> own(String kind, String type, Map<String, String> who) {
        String prefix = PREFIX + kind + "_" + type + "_";
        SortedMap<String, Double> own = new TreeMap<>();
        families.forEach((name, family) -> {
            if (name.startsWith(prefix)) {
                family.figures().stream()
                        .filter(figure -> figure.labels().entrySet().containsAll(who.entrySet()))
                        .forEach(figure -> own.put(name.substring(prefix.length()) + rest(figure, who), value(figure)));
            }
        });
        return own;
    }

    private static String rest(Figure figure, Map<String, String> who) {
        SortedMap<String, String> rest = new TreeMap<>(figure.labels());
        rest.keySet().removeAll(who.keySet());
        return rest.isEmpty() ? "" : rest.toString();
    }

    private Stream<Figure> figures(String name) {
        FigureFamily family = families.get(PREFIX + name);
        return family == null ? Stream.empty() : family.figures().stream();
    }

    private static double value(Figure figure) {
        return switch (figure) {
            case Figure.Whole whole -> whole.value();
            case Figure.Real real -> real.value();
            case Figure.Distribution distribution -> distribution.count();
        };
    }
}
