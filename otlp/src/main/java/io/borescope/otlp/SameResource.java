package io.borescope.otlp;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.OtelResource;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups that follow each other and are about one resource, which is then written once.
 *
 * @param groups one or more
 */
record SameResource<R>(OtelResource resource, List<Group<R>> groups) {
    static <R> List<SameResource<R>> runs(List<Group<R>> groups) {
        List<SameResource<R>> runs = new ArrayList<>();
        for (Group<R> group : groups) {
            if (runs.isEmpty() || !runs.getLast().isAbout(group.resource())) {
                runs.add(new SameResource<>(group.resource(), new ArrayList<>()));
            }
            runs.getLast().groups.add(group);
        }
        return runs;
    }

    private boolean isAbout(OtelResource other) {
        return resource.equals(other);
    }
}
