package io.borescope.engine.config;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.SignalPath;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.ComponentCatalog.Entry;
import io.borescope.engine.plugin.FactoryKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The links of one pipeline, to find the signal that it carries. A pipeline begins with the one signal that all its receivers can
 * produce and that fits all the way down.
 */
final class SignalChain {
    /** A link with the name that messages use and the signals it takes. */
    record Link<F>(ComponentId id, F factory) {}

    /**
     * What fits.
     *
     * @param paths of the processors, in order
     */
    record Fit(Signal<?> input, List<SignalPath> paths) {}

    /**
     * The first link that does not fit.
     *
     * @param depth links before it, the receivers not counted: processors, then exporters
     */
    record Mismatch(int depth, String message) {}

    /** Exactly one of the two. */
    record Result(Optional<Fit> fit, Optional<Mismatch> mismatch) {}

    private static final Comparator<Signal<?>> IN_ORDER_OF_FLOW = Comparator.comparingInt(Signal.all()::indexOf);

    private final ComponentCatalog catalog;
    private final List<Link<ReceiverFactory<?>>> receivers;
    private final List<Link<ProcessorFactory<?>>> processors;
    private final List<Link<ExporterFactory<?>>> exporters;

    SignalChain(
            ComponentCatalog catalog,
            List<Link<ReceiverFactory<?>>> receivers,
            List<Link<ProcessorFactory<?>>> processors,
            List<Link<ExporterFactory<?>>> exporters) {
        this.catalog = catalog;
        this.receivers = receivers;
        this.processors = processors;
        this.exporters = exporters;
    }

    /** Finds the signal, or what is wrong. */
    Result check(String pipelineId) {
        List<Signal<?>> candidates = commonSignals();
        if (candidates.isEmpty()) {
            return mismatch(-1, noCommonSignal());
        }
        List<Signal<?>> named = candidates.stream()
                .filter(signal -> signal.pipelineName().equals(namedBy(pipelineId)))
                .toList();
        List<Result> results = (named.isEmpty() ? candidates : named)
                .stream().map(this::follow).toList();
        List<Fit> fits =
                results.stream().flatMap(result -> result.fit().stream()).toList();
        if (fits.isEmpty()) {
            return results.stream()
                    .max(Comparator.comparingInt(
                            result -> result.mismatch().map(Mismatch::depth).orElse(-1)))
                    .orElseThrow();
        }
        return named.isEmpty() ? onlyOne(pipelineId, fits) : new Result(Optional.of(fits.getFirst()), Optional.empty());
    }

    /** What a pipeline's id begins with. It decides where receivers are versatile: {@code logs/host}. */
    private static String namedBy(String pipelineId) {
        int slash = pipelineId.indexOf('/');
        return slash < 0 ? pipelineId : pipelineId.substring(0, slash);
    }

    /** The only signal that fits, where the pipeline's id does not say which. */
    private static Result onlyOne(String pipelineId, List<Fit> fits) {
        if (fits.size() == 1) {
            return new Result(Optional.of(fits.getFirst()), Optional.empty());
        }
        String possible =
                fits.stream().map(fit -> fit.input().pipelineName()).distinct().collect(Collectors.joining(" or "));
        return mismatch(
                -1,
                "can carry %s. Say which in the pipeline's id, such as %s/%s."
                        .formatted(possible, fits.getFirst().input().pipelineName(), pipelineId));
    }

    private List<Signal<?>> commonSignals() {
        Set<Signal<?>> common = new LinkedHashSet<>(Signal.all());
        receivers.forEach(receiver -> common.retainAll(receiver.factory().produces()));
        return List.copyOf(common);
    }

    private String noCommonSignal() {
        String each = receivers.stream()
                .map(receiver -> "%s produces %s"
                        .formatted(receiver.id(), names(receiver.factory().produces())))
                .collect(Collectors.joining(", "));
        return "the receivers of a pipeline must share a signal, but %s. Put them into pipelines of their own."
                .formatted(each);
    }

    private Result follow(Signal<?> input) {
        Signal<?> signal = input;
        String sender =
                receivers.stream().map(receiver -> receiver.id().toString()).collect(Collectors.joining(" and "));
        String verb = receivers.size() == 1 ? "hands on" : "hand on";
        List<SignalPath> paths = new ArrayList<>();
        for (Link<ProcessorFactory<?>> processor : processors) {
            Optional<SignalPath> path = pathOf(processor.factory(), signal);
            if (path.isEmpty()) {
                Set<Signal<?>> takes =
                        processor.factory().paths().stream().map(SignalPath::in).collect(Collectors.toSet());
                return mismatch(paths.size(), explain(processor.id(), takes, sender, verb, signal));
            }
            paths.add(path.get());
            signal = path.get().out();
            sender = processor.id().toString();
            verb = "hands on";
        }
        for (int i = 0; i < exporters.size(); i++) {
            Set<Signal<?>> takes = exporters.get(i).factory().consumes();
            if (!takes.contains(signal)) {
                return mismatch(processors.size() + i, explain(exporters.get(i).id(), takes, sender, verb, signal));
            }
        }
        return new Result(Optional.of(new Fit(input, paths)), Optional.empty());
    }

    private static Result mismatch(int depth, String message) {
        return new Result(Optional.empty(), Optional.of(new Mismatch(depth, message)));
    }

    private static Optional<SignalPath> pathOf(ProcessorFactory<?> processor, Signal<?> in) {
        return processor.paths().stream().filter(path -> path.in() == in).findFirst();
    }

    private String explain(ComponentId id, Set<Signal<?>> takes, String sender, String verb, Signal<?> signal) {
        return "%s takes %s but %s %s %s.%s".formatted(id, names(takes), sender, verb, signal, remedy(signal, takes));
    }

    private String remedy(Signal<?> from, Set<Signal<?>> to) {
        List<String> converters = converters(from, to);
        if (!converters.isEmpty()) {
            return " Put %s before it.".formatted(String.join(" and then ", converters));
        }
        return " No known processor turns %s into %s.".formatted(from, names(to));
    }

    /** The shortest row of known processors that turns one signal into one of several others; empty if there is none. */
    private List<String> converters(Signal<?> from, Set<Signal<?>> to) {
        Map<Signal<?>, List<String>> reached = new HashMap<>(Map.of(from, List.of()));
        Queue<Signal<?>> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            Signal<?> signal = next.remove();
            List<String> row = reached.getOrDefault(signal, List.of());
            if (to.contains(signal)) {
                return row;
            }
            for (Entry<ProcessorFactory<?>> entry : catalog.all(FactoryKind.PROCESSOR)) {
                pathOf(entry.factory(), signal)
                        .filter(path -> !reached.containsKey(path.out()))
                        .ifPresent(path -> {
                            reached.put(
                                    path.out(),
                                    Stream.concat(
                                                    row.stream(),
                                                    Stream.of(entry.type().name()))
                                            .toList());
                            next.add(path.out());
                        });
            }
        }
        return List.of();
    }

    private static String names(Collection<Signal<?>> signals) {
        return signals.isEmpty()
                ? "nothing"
                : signals.stream().sorted(IN_ORDER_OF_FLOW).map(Signal::name).collect(Collectors.joining(" or "));
    }
}
