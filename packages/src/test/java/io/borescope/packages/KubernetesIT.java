package io.borescope.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifests have the shape that Kubernetes' OpenAPI description asks for, and hold configurations that the agent accepts. */
final class KubernetesIT {
    private static final Map<String, String> MODELS = Map.of(
            "Namespace", "V1Namespace",
            "ServiceAccount", "V1ServiceAccount",
            "ConfigMap", "V1ConfigMap",
            "DaemonSet", "V1DaemonSet",
            "Deployment", "V1Deployment",
            "Service", "V1Service");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"agent", "gateway"})
    void hasTheShapeThatKubernetesAsksFor(String manifest) throws Exception {
        List<JsonObject> objects = read(manifest);
        assertThat(objects).hasSizeGreaterThanOrEqualTo(4);
        for (JsonObject object : objects) {
            validate(object);
        }
    }

    @Test
    void wouldNoticeAKeyThatKubernetesDoesNotKnow() throws Exception {
        JsonObject daemonSet = read("agent").getLast();
        daemonSet
                .getAsJsonObject("spec")
                .getAsJsonObject("template")
                .getAsJsonObject("spec")
                .addProperty("hostPid", true);
        assertThatThrownBy(() -> validate(daemonSet)).rootCause().hasMessageContaining("hostPid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "gateway"})
    void holdsAConfigurationThatTheAgentAccepts(String manifest) throws Exception {
        Path file = Files.writeString(folder.resolve("borescope.yaml"), config(manifest));
        try (Command validate = Command.start(
                List.of(
                        Packages.DISTRIBUTION.resolve("bin/borescope").toString(),
                        "validate",
                        "--config",
                        file.toString()),
                Map.of(
                        "BORESCOPE_JAVA_HOME", System.getProperty("java.home"),
                        "NODE_NAME", "node-1",
                        "BACKEND", "backend.example.org:4317"))) {
            assertThat(validate.awaitEnd()).as(validate.output()).isZero();
        }
    }

    /** The chart is rendered by Helm itself, where there is one. */
    @Test
    void rendersTheChartInThatShape() throws Exception {
        Assumptions.assumeTrue(Command.exists("helm"), "no helm here");
        List<JsonObject> objects =
                parse(Command.run("helm", "template", "demo", "helm/borescope", "--set", "gateway.enabled=true"));
        assertThat(objects).hasSize(7);
        for (JsonObject object : objects) {
            validate(object);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "gateway"})
    void hasTheConfigurationOfTheChart(String part) throws Exception {
        JsonObject values =
                parse(Files.readString(Path.of("helm/borescope/values.yaml"))).getFirst();
        JsonElement ofChart = values.getAsJsonObject(part).get("config");
        JsonElement ofManifest = parse(config(part)).getFirst();
        // In the values of a chart null means: leave this key out.
        assertThat(ofManifest.toString().replace("null", "{}")).isEqualTo(ofChart.toString());
    }

    private static String config(String manifest) throws Exception {
        return read(manifest).stream()
                .filter(object -> object.get("kind").getAsString().equals("ConfigMap"))
                .map(object ->
                        object.getAsJsonObject("data").get("borescope.yaml").getAsString())
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonObject> read(String manifest) throws Exception {
        return parse(Files.readString(Path.of("kubernetes", manifest + ".yaml")));
    }

    private static List<JsonObject> parse(String yaml) {
        Gson gson = new GsonBuilder().serializeNulls().create();
        List<JsonObject> objects = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            objects.add(gson.toJsonTree(document).getAsJsonObject());
        }
        return objects;
    }

    /** Of the classes that are generated from the description: unknown keys, missing ones and wrong kinds of values are refused. */
    private static void validate(JsonObject object) throws ReflectiveOperationException {
        String model = MODELS.get(object.get("kind").getAsString());
        assertThat(model).as(object.get("kind").getAsString()).isNotNull();
        Class.forName("io.kubernetes.client.openapi.models." + model)
                .getMethod("validateJsonElement", JsonElement.class)
                .invoke(null, object);
    }
}
