package io.borescope.receiver.process.ports;

import io.borescope.receiver.process.classes.ConfigFileRule;
import io.borescope.receiver.process.classes.ConfigFileRule.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the file with settings that a process's command line names, as that process sees it: from its root or its working directory.
 * Whatever is wrong with it, is not there. Others wrote it, so size and depth are bounded, and only a regular file is opened.
 */
final class SettingsFile {
    private static final int LARGEST_BYTES = 256 << 10;
    private static final int DEEPEST = 8;
    private static final int MOST_SETTINGS = 10_000;
    private static final int MOST_ALIASES = 100;

    private static final Pattern SECTION = Pattern.compile("\\[{1,2}\\s*([^\\]]+?)\\s*\\]{1,2}\\s*(?:#.*)?");
    private static final Pattern SETTING = Pattern.compile(
            "\\s*\"?([A-Za-z0-9_.-]+)\"?\\s*=\\s*(\\[[^\\]]*\\]|\"[^\"]*\"|'[^']*'|[^#\\s]+)\\s*(?:#.*)?");

    private final Map<String, String> settings = new HashMap<>();

    private SettingsFile() {}

    /**
     * The settings, by their names, those of the sections around them in front, with dots between.
     *
     * @param process folder of the process in procfs
     */
    static Map<String, String> read(Path process, @Nullable ConfigFileRule rule, Options options) {
        if (rule == null) {
            return Map.of();
        }
        return path(process, rule, options)
                .flatMap(SettingsFile::text)
                .map(text -> parse(text, rule.format()))
                .orElse(Map.of());
    }

    private static Optional<Path> path(Path process, ConfigFileRule rule, Options options) {
        return rule.flags().stream()
                .map(flag -> options.value(Options.name(flag)))
                .flatMap(Optional::stream)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .flatMap(value -> resolve(process, value));
    }

    private static Optional<Path> resolve(Path process, String value) {
        try {
            Path path = Path.of(value).normalize();
            return Optional.of(
                    path.isAbsolute()
                            ? process.resolve("root").resolve(path.toString().substring(1))
                            : process.resolve("cwd").resolve(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Path path) {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
            return bytes.length > LARGEST_BYTES
                    ? Optional.empty()
                    : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Map<String, String> parse(String text, @Nullable Format format) {
        SettingsFile file = new SettingsFile();
        if (format == Format.TOML) {
            file.readToml(text);
        } else {
            file.readYaml(text);
        }
        return file.settings;
    }

    private void readYaml(String text) {
        LoadSettings limits = LoadSettings.builder()
                .setCodePointLimit(LARGEST_BYTES)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setAllowDuplicateKeys(true)
                .build();
        try {
            // Tabs may indent JSON, but not YAML.
            add("", new Load(limits).loadFromString(text.replace('\t', ' ')), 0);
        } catch (YamlEngineException | StackOverflowError e) {
            settings.clear();
        }
    }

    private void add(String name, @Nullable Object value, int depth) {
        if (settings.size() >= MOST_SETTINGS || depth > DEEPEST || value == null) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> add(name.isEmpty() ? key + "" : name + "." + key, inner, depth + 1));
        } else if (value instanceof List<?> list) {
            settings.put(
                    name,
                    list.stream()
                            .filter(item -> item instanceof String || item instanceof Number)
                            .map(Object::toString)
                            .collect(Collectors.joining(",")));
        } else {
            settings.put(name, value.toString());
        }
    }

    /** Sections, and keys with a value on one line: what ports and addresses are written as. */
    private void readToml(String text) {
        String section = "";
        for (String line : text.split("\n")) {
            Matcher header = SECTION.matcher(line.strip());
            Matcher setting = SETTING.matcher(line.strip());
            if (header.matches()) {
                section = header.group(1).replace("\"", "") + ".";
            } else if (setting.matches() && settings.size() < MOST_SETTINGS) {
                settings.put(section + setting.group(1), setting.group(2).replaceAll("[\\[\\]\"'\\s]", ""));
            }
        }
    }
}
