package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.distribution.ComponentPage.Setting;
import io.borescope.engine.config.ConfigSchema;
import io.borescope.engine.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Each component has a folder named after it and a page that says what its code does. */
final class ComponentPagesTest {
    private static final Path SOURCES = Path.of("..");

    private static final List<String> HEADINGS =
            List.of("Example", "Settings", "Emitted data", "Permissions", "Kernel", "Own metrics", "Cost and limits");

    private static final JsonNode SCHEMA = schema();

    private static final Pattern TLS = Pattern.compile("(?<group>(.*\\.)?tls)\\..*");

    /** Has a page of its own. */
    private static final String OWN_METRICS = "telemetry.metrics.";

    /** Keys of every exporter that the engine reads. */
    private static final List<String> DELIVERY_KEYS = List.of("timeout", "sending_queue", "retry_on_failure");

    /** One built-in component. */
    record BuiltIn(String folder, ComponentFactory<?> factory) {
        String name() {
            return factory.type().name();
        }

        /** The artifact's id, which its descriptor carries. */
        String pluginId() {
            return folder.substring(0, folder.length() - 1) + "-" + name();
        }

        Path page() {
            return SOURCES.resolve("docs/components").resolve(folder).resolve(name() + ".md");
        }

        @Override
        public String toString() {
            return folder + "/" + name();
        }
    }

    private static JsonNode schema() {
        try (Plugins plugins = Plugins.load(List.of())) {
            return new ObjectMapper().valueToTree(ConfigSchema.of(plugins.catalog()));
        }
    }

    static List<BuiltIn> builtIns() {
        List<BuiltIn> all = new ArrayList<>();
        ServiceLoader.load(ReceiverFactory.class).forEach(factory -> all.add(new BuiltIn("receivers", factory)));
        ServiceLoader.load(ProcessorFactory.class).forEach(factory -> all.add(new BuiltIn("processors", factory)));
        ServiceLoader.load(ExporterFactory.class).forEach(factory -> all.add(new BuiltIn("exporters", factory)));
        ServiceLoader.load(ExtensionFactory.class).forEach(factory -> all.add(new BuiltIn("extensions", factory)));
        return all;
    }

    @ParameterizedTest
    @MethodSource("builtIns")
    void livesInAFolderOfItsName(BuiltIn component) {
        assertThat(SOURCES.resolve(component.folder()).resolve(component.name()))
                .isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"receivers", "processors", "exporters", "extensions"})
    void everyFolderIsABuiltInComponent(String folder) throws IOException {
        try (Stream<Path> modules = Files.list(SOURCES.resolve(folder))) {
            List<String> names = modules.filter(module -> Files.exists(module.resolve("pom.xml")))
                    .map(module -> folder + "/" + module.getFileName())
                    .toList();
            assertThat(builtIns()).extracting(BuiltIn::toString).containsAll(names);
        }
    }

    @ParameterizedTest
    @MethodSource("builtIns")
    void pageHasTheHeadingsOfAllPagesInTheirOrder(BuiltIn component) throws IOException {
        List<String> headings = ComponentPage.read(component.page()).headings();
        assertThat(headings).contains("Example").doesNotHaveDuplicates().isSubsetOf(HEADINGS);
        assertThat(headings)
                .isEqualTo(HEADINGS.stream().filter(headings::contains).toList());
    }

    @ParameterizedTest
    @MethodSource("builtIns")
    void pageSaysHowStableItIsAndWhichPluginBringsIt(BuiltIn component) throws IOException {
        String stability = component.factory().stability().name().toLowerCase(Locale.ROOT);
        assertThat(ComponentPage.read(component.page()).summary())
                .contains("Stability: " + stability)
                .contains("Signals: ")
                .containsPattern("Plugin: `?" + component.pluginId());
    }

    @ParameterizedTest
    @MethodSource("builtIns")
    void settingsOnThePageAreTheKeysOfTheSchemaWithTheirDefaults(BuiltIn component) throws IOException {
        Map<String, String> keys =
                ConfigKeys.of(SCHEMA.path("$defs").path(component.folder() + "." + component.name()));
        keys.keySet().removeIf(ComponentPagesTest::isDelivery);
        check(withoutTls(keys), ComponentPage.read(component.page()).settings(), ComponentPagesTest::isDelivery);
    }

    /** Instead of the keys of each group {@code tls}, which have a page of their own, the group. */
    private static Map<String, String> withoutTls(Map<String, String> keys) {
        Map<String, String> without = new TreeMap<>();
        keys.forEach((key, value) -> {
            Matcher tls = TLS.matcher(key);
            without.put(tls.matches() ? tls.group("group") : key, tls.matches() ? "" : value);
        });
        return without;
    }

    @Test
    void keysOfTlsAreThoseOfTheSchema() throws IOException {
        Map<String, String> clients = tlsKeys("exporters.otlp", "");
        List<Setting> ofClients = tlsPage("## Clients");
        check(clients, ofClients, _ -> false);
        List<Setting> ofBoth = new ArrayList<>(ofClients);
        ofBoth.addAll(tlsPage("## Servers"));
        check(tlsKeys("receivers.otlp", "protocols.grpc."), ofBoth, clients::containsKey);
    }

    /**
     * The keys of one group {@code tls}.
     *
     * @param prefix where in the component it is, which the page leaves out
     */
    private static Map<String, String> tlsKeys(String component, String prefix) {
        Map<String, String> keys = new TreeMap<>();
        ConfigKeys.of(SCHEMA.path("$defs").path(component)).forEach((key, value) -> {
            if (key.startsWith(prefix + "tls.")) {
                keys.put(key.substring(prefix.length()), value);
            }
        });
        assertThat(keys).isNotEmpty();
        return keys;
    }

    private static List<Setting> tlsPage(String heading) throws IOException {
        try (Stream<String> lines = Files.lines(SOURCES.resolve("docs/tls.md"))) {
            return ComponentPage.settings(
                    lines.dropWhile(line -> !line.equals(heading)).skip(1).takeWhile(line -> !line.startsWith("## ")));
        }
    }

    @Test
    void keysOfEveryExporterAreThoseOfTheSchema() throws IOException {
        Map<String, String> keys = ConfigKeys.of(SCHEMA.path("$defs").path("exporters.debug"));
        keys.keySet().removeIf(key -> !isDelivery(key));
        check(keys, configurationPage(), key -> !isDelivery(key));
    }

    @Test
    void keysOfTheServiceAreThoseOfTheSchema() throws IOException {
        Map<String, String> keys = ConfigKeys.of(SCHEMA.at("/properties/service"));
        keys.keySet().removeIf(key -> key.startsWith("pipelines.") || key.startsWith(OWN_METRICS));
        check(
                keys,
                configurationPage(),
                key -> isDelivery(key) || key.equals("pipelines") || OWN_METRICS.equals(key + "."));
    }

    @Test
    void keysOfTheAgentsOwnMetricsAreThoseOfTheSchema() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        ConfigKeys.of(SCHEMA.at("/properties/service")).forEach((key, value) -> {
            if (key.startsWith(OWN_METRICS)) {
                keys.put(key.substring("telemetry.".length()), value);
            }
        });
        assertThat(keys).isNotEmpty();
        try (Stream<String> lines = Files.lines(SOURCES.resolve("docs/telemetry.md"))) {
            Stream<String> settings =
                    lines.dropWhile(line -> !line.equals("## Settings")).takeWhile(line -> !line.startsWith("```"));
            check(withoutTls(keys), ComponentPage.settings(settings), Set.of("metrics", "resource")::contains);
        }
    }

    private static List<Setting> configurationPage() throws IOException {
        try (Stream<String> lines = Files.lines(SOURCES.resolve("docs/configuration.md"))) {
            return ComponentPage.settings(lines);
        }
    }

    /** Each key has a row with its default, and each row is about a key or is another's. */
    private static void check(Map<String, String> keys, List<Setting> rows, Predicate<String> isAnothers) {
        keys.forEach((key, value) -> {
            List<Setting> about = rows.stream()
                    .filter(row -> row.key().equals(key) || row.key().equals(elementKey(key)))
                    .toList();
            assertThat(about).as("a row about " + key).isNotEmpty();
            if (!value.isEmpty()) {
                assertThat(about)
                        .as("a row about %s that says its default".formatted(key))
                        .anyMatch(row -> row.hasDefault(value));
            }
        });
        assertThat(rows)
                .extracting(Setting::key)
                .as("rows, each about a key")
                .allMatch(row -> keys.containsKey(row)
                        || isGroup(row, keys.keySet())
                        || isAnothers.test(row)
                        || keys.keySet().stream()
                                .map(ComponentPagesTest::elementKey)
                                .anyMatch(row::equals));
    }

    /** Elements that several lists share may have a table of their own, where {@code include[].name} is {@code name}. */
    private static String elementKey(String key) {
        return key.substring(key.lastIndexOf("[].") < 0 ? 0 : key.lastIndexOf("[].") + 3);
    }

    /** A row may introduce the keys below it. */
    private static boolean isGroup(String row, Set<String> keys) {
        return keys.stream().anyMatch(key -> key.startsWith(row + ".") || key.startsWith(row + "[]."));
    }

    private static boolean isDelivery(String key) {
        return DELIVERY_KEYS.stream().anyMatch(own -> key.equals(own) || key.startsWith(own + "."));
    }
}
