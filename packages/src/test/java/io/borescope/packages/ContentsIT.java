package io.borescope.packages;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What lies beside the packages is about them: checksums, and the list of parts. */
final class ContentsIT {
    @Test
    void checksumsFitEveryPackage() throws Exception {
        String sums = Files.readString(Packages.FOLDER.resolve("SHA256SUMS"));
        assertThat(sums.lines().map(line -> line.replaceFirst("^[0-9a-f]{64}  ", "")))
                .containsExactlyInAnyOrderElementsOf(
                        fileNames(Packages.FOLDER, ".tar.gz", ".deb", ".rpm", ".json", ".tar"));
        Command.run("sh", "-c", "cd target/packages && sha256sum --check --quiet --strict SHA256SUMS");
    }

    @Test
    void listOfPartsNamesEveryLibrary() throws Exception {
        Assumptions.assumeFalse(
                Packages.all(".cdx.json").isEmpty(), "Maven was offline, and makes no list of parts then");
        JsonObject parts = new Gson().fromJson(Files.readString(Packages.only(".cdx.json")), JsonObject.class);
        List<String> jars = new ArrayList<>();
        for (JsonElement element : parts.getAsJsonArray("components")) {
            JsonObject part = element.getAsJsonObject();
            assertThat(part.getAsJsonArray("licenses"))
                    .as(part.get("name").getAsString())
                    .isNotEmpty();
            jars.add(part.get("name").getAsString() + "-" + part.get("version").getAsString() + ".jar");
        }
        assertThat(jars).containsAll(fileNames(Packages.DISTRIBUTION.resolve("lib"), ".jar"));
    }

    private static List<String> fileNames(Path folder, String... ends) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> Stream.of(ends).anyMatch(name::endsWith))
                    .toList();
        }
    }
}
