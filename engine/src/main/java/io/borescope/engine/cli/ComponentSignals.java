package io.borescope.engine.cli;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ReceiverFactory;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a type of component takes and gives, in words.
 *
 * @param key consumes, produces, or paths
 * @param names of signals, in the order in which a pipeline usually meets them; for paths {@code events -> metrics}
 */
record ComponentSignals(String key, List<String> names) {
    /** Nothing for extensions, which stand beside the pipelines. */
    static Optional<ComponentSignals> of(ComponentFactory<?> factory) {
        return switch (factory) {
            case ReceiverFactory<?> receiver ->
                Optional.of(new ComponentSignals("produces", namesOf(receiver.produces())));
            case ProcessorFactory<?> processor ->
                Optional.of(new ComponentSignals(
                        "paths",
                        processor.paths().stream()
                                .map(path -> path.in() + " -> " + path.out())
                                .sorted()
                                .toList()));
            case ExporterFactory<?> exporter ->
                Optional.of(new ComponentSignals("consumes", namesOf(exporter.consumes())));
            case ExtensionFactory<?> _ -> Optional.empty();
            default -> throw new IllegalStateException("no known kind: " + factory);
        };
    }

    private static List<String> namesOf(Collection<Signal<?>> signals) {
        return signals.stream()
                .sorted(Comparator.comparingInt(Signal.all()::indexOf))
                .map(Signal::name)
                .toList();
    }
}
