package io.borescope.engine.config;

import io.borescope.api.component.ComponentFactory;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks that every typed service that a used component needs is published by a used component. */
final class ServiceChecks {
    private final ComponentCatalog catalog;
    private final Report report;

    ServiceChecks(ComponentCatalog catalog, Report report) {
        this.catalog = catalog;
        this.report = report;
    }

    void check(Set<Configured<?>> used, Collection<Configured<?>> configured) {
        Set<Class<?>> published = used.stream()
                .flatMap(component -> published(component.factory()))
                .collect(Collectors.toSet());
        for (Configured<?> component : used) {
            ComponentFactory<?> factory = component.factory();
            Set<Class<?>> needs = factory == null ? Set.of() : factory.needs();
            needs.stream()
                    .filter(service -> !published.contains(service))
                    .forEach(service -> report.problem(
                            component.mark(),
                            component.path(),
                            "needs a %s, which no used component publishes. %s"
                                    .formatted(service.getSimpleName(), remedy(service, configured))));
        }
    }

    private static Stream<Class<?>> published(@Nullable ComponentFactory<?> factory) {
        return factory == null ? Stream.empty() : factory.publishes().stream();
    }

    private String remedy(Class<?> service, Collection<Configured<?>> configured) {
        Optional<String> unused = configured.stream()
                .filter(component -> published(component.factory()).anyMatch(service::equals))
                .map(Configured::path)
                .findFirst();
        if (unused.isPresent()) {
            return "%s does; name it in a pipeline.".formatted(unused.get());
        }
        List<String> publishers = FactoryKind.all().stream()
                .flatMap(kind -> publishers(kind, service))
                .toList();
        return publishers.isEmpty()
                ? "No known component does; a plugin is missing."
                : "Add the %s.".formatted(String.join(" or the ", publishers));
    }

    private Stream<String> publishers(FactoryKind<?> kind, Class<?> service) {
        return catalog.all(kind).stream()
                .filter(entry -> entry.factory().publishes().contains(service))
                .map(entry -> kind.singular() + " " + entry.type());
    }
}
