package io.borescope.engine.config;

import io.borescope.api.config.Secret;
import io.borescope.engine.config.Node.ListNode;
import io.borescope.engine.config.Node.MapNode;
import io.borescope.engine.config.Node.ScalarKind;
import io.borescope.engine.config.Node.ScalarNode;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Map;

/** Finds values of type {@link Secret} that stand in a file which every user can read, instead of a reference to them. */
final class WrittenSecrets {
    private final ComponentCatalog catalog;
    private final Report report;

    WrittenSecrets(ComponentCatalog catalog, Report report) {
        this.catalog = catalog;
        this.report = report;
    }

    /** Reports each as a problem. */
    void find(MapNode root) {
        if (root.find("service") instanceof MapNode service) {
            find(service, ServiceConfig.class, "service");
        }
        for (FactoryKind<?> kind : FactoryKind.all()) {
            if (root.find(kind.plural()) instanceof MapNode components) {
                components
                        .entries()
                        .forEach((id, entry) -> catalog.configType(kind, id)
                                .ifPresent(type -> find(entry.value(), type, Paths.child(kind.plural(), id))));
            }
        }
    }

    private void find(Node node, Type type, String path) {
        Class<?> raw = Binder.raw(type);
        switch (node) {
            case ScalarNode scalar when raw == Secret.class -> check(scalar, path);
            case MapNode map
            when raw.isRecord() ->
                ConfigKey.of(raw).forEach(key -> {
                    Node child = map.find(key.name());
                    if (child != null) {
                        find(child, key.type(), Paths.child(path, key.name()));
                    }
                });
            case MapNode map
            when raw == Map.class ->
                map.entries()
                        .forEach((key, entry) -> find(entry.value(), Binder.argument(type, 1), Paths.child(path, key)));
            case ListNode list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    find(list.items().get(i), Binder.argument(type, 0), Paths.item(path, i));
                }
            }
            default -> {}
        }
    }

    private void check(ScalarNode secret, String path) {
        boolean isWritten = secret.original() == null
                && !secret.text().isEmpty()
                && secret.kind() != ScalarKind.NULL
                && secret.kind() != ScalarKind.BROKEN;
        boolean isInFile = secret.mark().line() > 0;
        if (isWritten
                && isInFile
                && FileAccess.everybodyReads(Path.of(secret.mark().source()))) {
            report.problem(
                    secret.mark(),
                    path,
                    "a secret, in a file that every user can read. Write ${env:NAME} or ${file:path} instead, or take that right"
                            + " away: chmod o-r. Or run with --allow-insecure-files.");
        }
    }
}
