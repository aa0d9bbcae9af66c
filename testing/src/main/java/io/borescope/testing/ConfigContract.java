package io.borescope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Unwrapped;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Checks what every config record must keep to, see {@link io.borescope.api.config}. */
public final class ConfigContract {
    private ConfigContract() {}

    /** Looks at the type: it is a record, and each of its keys, those in groups included, says what it means in a sentence. */
    public static void check(Class<? extends ComponentConfig> type) {
        assertThat(type).isRecord();
        checkKeys(type);
    }

    private static void checkKeys(Class<?> record) {
        for (RecordComponent key : keys(record).toList()) {
            Doc doc = key.getAnnotation(Doc.class);
            assertThat(doc)
                    .as("@Doc of %s.%s", record.getSimpleName(), key.getName())
                    .isNotNull();
            assertThat(doc.value())
                    .as("@Doc of %s.%s", record.getSimpleName(), key.getName())
                    .endsWith(".");
            if (isGroup(key.getType())) {
                checkKeys(key.getType());
            }
        }
    }

    /** A record of keys, not one that is written as a single value, such as a size. */
    private static boolean isGroup(Class<?> type) {
        return type.isRecord() && !type.getPackage().equals(ComponentConfig.class.getPackage());
    }

    /**
     * Validates a configuration and looks at what it reports: each problem names a key that the record has, and ends as a sentence does.
     *
     * @return {@code key: message} of each
     */
    public static List<String> problems(ComponentConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> {
            String message = format.formatted(arguments);
            assertThat(message).as("problem at %s", key).endsWith(".");
            if (!key.isEmpty()) {
                assertThat(names(config.getClass()))
                        .as("keys, one of which has the problem: %s", message)
                        .contains(key.split("[.\\[]", 2)[0]);
            }
            problems.add(key + ": " + message);
        });
        return problems;
    }

    /** With those of groups that have no key of their own. */
    private static Stream<RecordComponent> keys(Class<?> record) {
        return Stream.of(record.getRecordComponents())
                .flatMap(key -> key.isAnnotationPresent(Unwrapped.class) ? keys(key.getType()) : Stream.of(key));
    }

    private static List<String> names(Class<?> record) {
        return keys(record)
                .map(key -> key.getName()
                        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                        .replaceAll("_$", "")
                        .toLowerCase(Locale.ROOT))
                .toList();
    }
}
