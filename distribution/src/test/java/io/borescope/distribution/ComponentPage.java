package io.borescope.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page under {@code docs/components}, as far as the code can tell whether it is right. */
record ComponentPage(String summary, List<String> headings, List<Setting> settings) {
    /** Key, type, default and meaning. */
    private static final Pattern KEY_ROW =
            Pattern.compile("\\| *`([a-z0-9_.\\[\\]<>]+)` *\\|(?:[^|\\\\]|\\\\.)*\\| *((?:[^|\\\\]|\\\\.)*?) *\\|.*");

    private static final Set<String> NOTHING = Set.of("none", "required");
    private static final Set<String> ZEROS = Set.of("0", "0s");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    /**
     * A row of a table of keys.
     *
     * @param defaultCell as it stands there
     */
    record Setting(String key, String defaultCell) {
        /** Whether the first thing in the cell that is marked as something to write is this, with or without quotes; in words, nothing is 0. */
        boolean hasDefault(String value) {
            Matcher code = CODE.matcher(defaultCell);
            return code.find()
                    ? code.group(1).replaceAll("^\"(.*)\"$", "$1").equals(value)
                    : NOTHING.contains(defaultCell) && ZEROS.contains(value);
        }
    }

    static ComponentPage read(Path path) throws IOException {
        List<String> lines = Files.readAllLines(path);
        List<String> beginning =
                lines.stream().takeWhile(line -> !line.startsWith("## ")).toList();
        List<String> headings = lines.stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).strip())
                .toList();
        return new ComponentPage(String.join(" ", beginning), headings, settings(section(lines, "## Settings")));
    }

    /** The rows of all tables of keys. */
    static List<Setting> settings(Stream<String> lines) {
        return lines.map(KEY_ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Setting(row.group(1), row.group(2)))
                .toList();
    }

    private static Stream<String> section(List<String> lines, String heading) {
        return lines.stream()
                .dropWhile(line -> !line.strip().equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "));
    }
}
