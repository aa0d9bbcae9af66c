package io.borescope.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The .rpm, as rpm reads it. It runs on Debian too, so it is installed there, without what it depends on. */
final class RpmIT {
    private static final String CONFIG = "/etc/borescope/borescope.yaml";

    @BeforeAll
    static void needRpm() {
        Assumptions.assumeTrue(Command.exists("rpm"), "no rpm here");
    }

    @Test
    void installsRunsAndIsRemoved() throws Exception {
        try (Sandbox machine = Sandbox.open()) {
            String rpm = "/mnt/" + Packages.only(".rpm").getFileName();
            machine.run("rpm", "--install", "--nodeps", rpm);
            assertThat(machine.run("env", Packages.WITH_THE_CACHE, "borescope", "--version"))
                    .startsWith("borescope ");
            machine.run("borescope", "validate", "--config", CONFIG);
            machine.run("rpm", "--verify", "--nodeps", "borescope");
            assertThat(machine.run("getent", "passwd", "borescope")).contains(":/var/lib/borescope:/sbin/nologin");

            Files.writeString(machine.file(CONFIG), Files.readString(machine.file(CONFIG)) + "# ours\n");
            machine.run("rpm", "--erase", "borescope");
            assertThat(machine.file("/usr/lib/borescope/bin")).doesNotExist();
            assertThat(machine.file(CONFIG + ".rpmsave")).exists();
        }
    }

    @Test
    void holdsTheFilesOfTheDebWithTheirModes() throws Exception {
        Map<String, String> ofDeb = new TreeMap<>();
        Command.run("dpkg-deb", "--contents", Packages.deb().toString())
                .lines()
                .filter(line -> !line.contains("/usr/share/doc/borescope/copyright"))
                .forEach(line -> {
                    String[] words = line.split("\\s+", 7);
                    ofDeb.put(words[5].substring(1), words[0] + " " + words[1]);
                });
        Map<String, String> ofRpm = new TreeMap<>();
        Command.run(
                        "rpm",
                        "--query",
                        "--queryformat",
                        "[%{FILENAMES} %{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME}\\n]",
                        "--package",
                        Packages.only(".rpm").toString())
                .lines()
                .forEach(line -> {
                    String[] words = line.split(" ", 3);
                    ofRpm.put(words[0], words[1] + " " + words[2]);
                });
        ofDeb.keySet().removeIf(name -> name.endsWith("/")); // a .deb names every folder on the way
        ofRpm.values().removeIf(mode -> mode.startsWith("d"));
        assertThat(withoutModesOfLinks(ofRpm)).isNotEmpty().isEqualTo(withoutModesOfLinks(ofDeb));
    }

    /** Nobody asks for the mode of a symbolic link: symlink(7). */
    private static Map<String, String> withoutModesOfLinks(Map<String, String> files) {
        files.replaceAll((_, mode) -> mode.replaceFirst("^l[rwx-]+", "l"));
        return files;
    }
}
