package io.borescope.engine.config;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a record can be made of what users write, found out without making one. */
public final class ConfigRecordCheck {
    private final List<String> unbindable = new ArrayList<>();
    private final List<String> undocumented = new ArrayList<>();
    private final Set<Class<?>> seen = new HashSet<>();

    /** Looks at a record and at those within it. */
    public ConfigRecordCheck(Class<?> record) {
        look(record, "");
    }

    /** Keys that cannot be read, each as {@code key: why}; for the record itself only why. */
    public List<String> unbindable() {
        return List.copyOf(unbindable);
    }

    /** Keys that nobody explains. */
    public List<String> undocumented() {
        return List.copyOf(undocumented);
    }

    private void look(Class<?> record, String path) {
        if (!seen.add(record)) {
            return;
        }
        if (!record.isRecord()) {
            unbindable.add(at(path, record.getName() + " is no record"));
            return;
        }
        for (ConfigKey key : keys(record, path)) {
            String keyPath = Paths.child(path, key.name());
            if (key.doc().isBlank()) {
                undocumented.add(keyPath);
            }
            lookAtType(key.type(), keyPath);
        }
    }

    private List<ConfigKey> keys(Class<?> record, String path) {
        try {
            return ConfigKey.of(record);
        } catch (IllegalStateException e) {
            unbindable.add(at(path, String.valueOf(e.getMessage())));
            return List.of();
        }
    }

    private void lookAtType(Type type, String path) {
        try {
            Class<?> raw = Binder.raw(type);
            if (raw == List.class || raw == Set.class) {
                lookAtType(Binder.argument(type, 0), path);
            } else if (raw == Map.class) {
                lookAtType(Binder.argument(type, 1), path);
            } else if (raw.isRecord() && !Scalars.reads(raw)) {
                look(raw, path);
            } else if (!Scalars.reads(raw) && !Binder.readsAsWritten(raw)) {
                unbindable.add(at(path, "no configuration can hold a " + raw.getName()));
            }
        } catch (IllegalStateException e) {
            unbindable.add(at(path, String.valueOf(e.getMessage())));
        }
    }

    private static String at(String path, String why) {
        return path.isEmpty() ? why : path + ": " + why;
    }
}
