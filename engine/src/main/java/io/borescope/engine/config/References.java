package io.borescope.engine.config;

import io.borescope.api.component.ComponentFactory;
import io.borescope.engine.plugin.FactoryKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Resolves ids in {@code service} to configured components and remembers which are used. */
final class References {
    private final Report report;
    private final Set<Configured<?>> used = Collections.newSetFromMap(new IdentityHashMap<>());

    References(Report report) {
        this.report = report;
    }

    /** Everything resolved so far. */
    Set<Configured<?>> used() {
        return Collections.unmodifiableSet(used);
    }

    /**
     * Resolves a list of ids. Dangling and repeated ones are reported and left out.
     *
     * @param owner the map that holds the list
     * @param ownerPath where that map stands
     * @param key of the list in it
     */
    <F extends ComponentFactory<?>> List<Configured<F>> resolve(
            FactoryKind<F> kind,
            Map<String, Configured<F>> configured,
            List<String> ids,
            Node owner,
            String ownerPath,
            String key) {
        List<Configured<F>> resolved = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            Mark mark = Location.find(owner, Paths.item(key, i));
            String path = Paths.item(Paths.child(ownerPath, key), i);
            Configured<F> component = configured.get(id);
            if (component == null) {
                report.problem(mark, path, notConfigured(kind, id, configured.keySet()));
            } else if (resolved.contains(component)) {
                report.problem(
                        mark,
                        path,
                        "%s is named twice. A %s can be in a list once; use %s/name for another one."
                                .formatted(Report.quoted(id), kind.singular(), id));
            } else {
                resolved.add(component);
                used.add(component);
            }
        }
        return resolved;
    }

    /** What to say of an id that nothing has. */
    static String notConfigured(FactoryKind<?> kind, String id, Set<String> configured) {
        return "%s is not configured.%s Configured %s: %s."
                .formatted(
                        Report.quoted(id),
                        Suggestion.didYouMean(id, configured),
                        kind.plural(),
                        Suggestion.list(configured));
    }
}
