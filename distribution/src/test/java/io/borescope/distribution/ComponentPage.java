package io.borescope.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page under {@code docs/components}, as far as the code can tell whether it is right. */
record ComponentPage(String summary, List<String> headings, Set<String> settings) {
    private static final Pattern KEY_ROW = Pattern.compile("\\| *`([a-z0-9_.\\[\\]<>]+)` *\\|.*");

    static ComponentPage read(Path path) throws IOException {
        List<String> lines = Files.readAllLines(path);
        List<String> beginning =
                lines.stream().takeWhile(line -> !line.startsWith("## ")).toList();
        List<String> headings = lines.stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).strip())
                .toList();
        Set<String> settings = new TreeSet<>();
        section(lines, "## Settings")
                .map(KEY_ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> settings.add(row.group(1)));
        return new ComponentPage(String.join(" ", beginning), headings, settings);
    }

    private static Stream<String> section(List<String> lines, String heading) {
        return lines.stream()
                .dropWhile(line -> !line.strip().equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "));
    }
}
