package io.borescope.engine.verify;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.diagnosis.Finding;
import io.borescope.engine.config.ConfigRecordCheck;
import io.borescope.engine.plugin.FactoryKind;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges a class that is listed as a factory, without running any of its code. */
final class FactoryCheck {
    private static final int MOST_KEYS_NAMED = 5;

    private final FactoryKind<?> kind;
    private final String name;
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable Class<?> type;

    /**
     * Looks at the class and its configuration.
     *
     * @param name of the class, as listed
     */
    FactoryCheck(FactoryKind<?> kind, String name, ClassLoader loader) {
        this.kind = kind;
        this.name = name;
        try {
            Class<?> loaded = Class.forName(name, false, loader);
            if (isFactory(loaded)) {
                lookAtConfiguration(loaded);
                type = loaded;
            }
        } catch (ClassNotFoundException e) {
            fail("%s is listed, and not in the plugin".formatted(name), "Correct META-INF/services, or add the class.");
        } catch (LinkageError | TypeNotPresentException e) {
            fail(
                    "%s cannot be loaded: %s".formatted(name, e),
                    "Bundle the library that is missing, or compile for the Java that runs the agent.");
        }
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Makes the factory; only if nothing was wrong with the class. */
    ComponentFactory<?> make() throws ReflectiveOperationException {
        if (type == null) {
            throw new ClassNotFoundException(name);
        }
        return (ComponentFactory<?>) type.getConstructor().newInstance();
    }

    FactoryKind<?> kind() {
        return kind;
    }

    String name() {
        return name;
    }

    private boolean isFactory(Class<?> loaded) {
        if (!kind.serviceType().isAssignableFrom(loaded)) {
            fail(
                    "%s is no %s".formatted(name, kind.serviceType().getSimpleName()),
                    "Implement it, or list the class in the file of its own kind. A plugin must not be compiled against"
                            + " another copy of the api.");
            return false;
        }
        boolean canBeMade = Modifier.isPublic(loaded.getModifiers())
                && !Modifier.isAbstract(loaded.getModifiers())
                && List.of(loaded.getConstructors()).stream()
                        .anyMatch(constructor -> constructor.getParameterCount() == 0);
        if (!canBeMade) {
            fail(
                    "%s cannot be made by ServiceLoader".formatted(name),
                    "It needs a public class that is not abstract, and a public constructor without parameters.");
        }
        return canBeMade;
    }

    private void lookAtConfiguration(Class<?> factory) {
        Optional<Class<?>> config = configType(factory);
        if (config.isEmpty()) {
            findings.add(Finding.skipped(kind.singular(), "%s hides the type of its configuration".formatted(name)));
            return;
        }
        ConfigRecordCheck check = new ConfigRecordCheck(config.get());
        if (!check.unbindable().isEmpty()) {
            fail(
                    "%s cannot be configured: %s".formatted(name, String.join(", ", check.unbindable())),
                    "Use a record of the types that the package io.borescope.api.config lists.");
        } else if (!check.undocumented().isEmpty()) {
            findings.add(Finding.warning(
                    kind.singular(),
                    "%s has keys that nobody explains: %s".formatted(name, named(check.undocumented())),
                    "Put @Doc on them: editors and 'borescope schema' show it."));
        } else {
            findings.add(Finding.ok(kind.singular(), name));
        }
    }

    private static String named(List<String> keys) {
        String rest = keys.size() > MOST_KEYS_NAMED ? " and %d more".formatted(keys.size() - MOST_KEYS_NAMED) : "";
        return String.join(", ", keys.subList(0, Math.min(keys.size(), MOST_KEYS_NAMED))) + rest;
    }

    /** As the factory's {@code configType()} declares it: {@code Class<PigeonConfig>}. */
    private static Optional<Class<?>> configType(Class<?> factory) {
        try {
            Type declared = factory.getMethod("configType").getGenericReturnType();
            return declared instanceof ParameterizedType parameterized
                            && parameterized.getActualTypeArguments()[0] instanceof Class<?> config
                    ? Optional.of(config)
                    : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private void fail(String found, String remedy) {
        findings.add(Finding.failed(kind.singular(), found, remedy));
    }
}
