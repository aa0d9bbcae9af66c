package io.borescope.packages;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image, unpacked and run by runc, which is what container engines run containers with. */
final class ImageIT {
    private static final Gson JSON = new GsonBuilder().serializeNulls().create();

    @TempDir
    Path folder;

    private Path bundle;

    @BeforeEach
    void unpack() throws Exception {
        List<Path> images = Packages.all("-image-" + Packages.architecture() + ".tar");
        Assumptions.assumeFalse(images.isEmpty(), "no image was built; scripts/packages.sh does");
        Assumptions.assumeTrue(Command.exists("runc"), "no runc here");
        Path layout = Files.createDirectory(folder.resolve("layout"));
        Command.run("tar", "--extract", "--file", images.getFirst().toString(), "--directory", layout.toString());
        bundle = folder.resolve("bundle");
        String version =
                Files.readString(Packages.DISTRIBUTION.resolve("VERSION")).strip();
        Command.run("umoci", "unpack", "--image", layout + ":" + version, bundle.toString());
    }

    @Test
    void saysItsVersionWithoutAnyPrivilege() throws Exception {
        JsonObject config = configured(List.of(), "--version");
        assertThat(config.getAsJsonObject("process")
                        .getAsJsonObject("user")
                        .get("uid")
                        .getAsInt())
                .isEqualTo(65532);
        config.getAsJsonObject("process").getAsJsonArray("env").add(Packages.WITH_THE_CACHE);
        assertThat(run(config)).startsWith("borescope ");
    }

    @Test
    void tracesWithTheCapabilitiesOfTheDaemonSet() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        assertThat(run(tracing())).contains("borescope:x:65532").containsPattern("cat +[0-9]+ +process_exec +1 ");
    }

    @Test
    void tracesWithTheSystemCallsOfTheSystemdUnit() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        Assumptions.assumeTrue(Command.exists("systemd-analyze"), "no systemd-analyze here");
        JsonObject config = tracing();
        config.getAsJsonObject("linux").add("seccomp", UnitFilter.profile());
        assertThat(run(config))
                .containsPattern("cat +[0-9]+ +process_exec +1 ")
                .containsPattern("cat +[0-9]+ +page_fault_minor "); // by perf_event_open
    }

    private JsonObject tracing() throws Exception {
        JsonObject config = configured(
                capabilitiesOfTheDaemonSet(), "trace", "--interval", "1h", "--", "cat", "/etc/passwd", "/etc/group");
        JsonObject user = config.getAsJsonObject("process").getAsJsonObject("user");
        user.addProperty("uid", 0);
        user.addProperty("gid", 0);
        return config;
    }

    private static List<String> capabilitiesOfTheDaemonSet() throws Exception {
        String manifest = Files.readString(Path.of("kubernetes/agent.yaml"));
        String added = manifest.replaceFirst("(?s).*add: \\[([A-Z_, ]+)].*", "$1");
        return List.of(added.split(", ", -1));
    }

    /** The image's own configuration with other arguments; in the host's pid namespace, nothing to be written but /tmp. */
    private JsonObject configured(List<String> capabilities, String... arguments) throws Exception {
        JsonObject config = JSON.fromJson(Files.readString(bundle.resolve("config.json")), JsonObject.class);
        JsonObject process = config.getAsJsonObject("process");
        JsonArray words = new JsonArray();
        words.add(process.getAsJsonArray("args").get(0));
        List.of(arguments).forEach(words::add);
        process.add("args", words);
        process.addProperty("terminal", false);
        process.addProperty("noNewPrivileges", true);
        List<String> names = capabilities.stream().map(name -> "CAP_" + name).toList();
        process.add("capabilities", JSON.toJsonTree(Map.of("bounding", names, "effective", names, "permitted", names)));
        config.getAsJsonObject("root").addProperty("readonly", true);

        JsonObject linux = config.getAsJsonObject("linux");
        Set.of("resources", "uidMappings", "gidMappings").forEach(linux::remove);
        linux.add(
                "namespaces",
                JSON.toJsonTree(List.of(Map.of("type", "mount"), Map.of("type", "ipc"), Map.of("type", "uts"))));
        config.getAsJsonArray("mounts")
                .add(JSON.toJsonTree(Map.of("destination", "/tmp", "type", "tmpfs", "source", "tmpfs")));
        return config;
    }

    private String run(JsonObject config) throws Exception {
        Files.writeString(bundle.resolve("config.json"), JSON.toJson(config));
        return Command.run(
                "runc",
                "--root",
                folder.resolve("state").toString(),
                "run",
                "--bundle",
                bundle.toString(),
                "borescope-" + ProcessHandle.current().pid());
    }
}
