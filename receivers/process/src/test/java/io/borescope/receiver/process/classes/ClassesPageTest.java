package io.borescope.receiver.process.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.borescope.receiver.process.classes.PortRule.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** docs/classes.md shows the table that ships. {@code -Dborescope.write=on} writes it anew. */
final class ClassesPageTest {
    private static final Path PAGE = Path.of("../../docs/classes.md");
    private static final String HEAD =
            "| Client | Group | Recognised by | Listens on | Connects to |\n|----|----|----|----|----|\n";

    private final ProcessClasses shipped = ProcessClasses.shipped();

    @Test
    void pageShowsEveryClassThatShips() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(HEAD) + HEAD.length();
        int end = page.indexOf("\n\n", start) + 1;
        String rows = shipped.all().stream().map(ClassesPageTest::row).collect(Collectors.joining());
        if (System.getProperty("borescope.write", "off").equals("on")) {
            Files.writeString(PAGE, page.substring(0, start) + rows + page.substring(end));
            fail("the page has been written; leave borescope.write away");
        }

        assertThat(page.substring(start, end)).isEqualTo(rows);
    }

    private static String row(ProcessClass each) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        each.client(),
                        each.groupLabel(),
                        recognised(each),
                        ports(each.listens(), each),
                        ports(each.talksTo(), null));
    }

    private static String recognised(ProcessClass each) {
        return Stream.of(
                        named("", each.executables()),
                        named("program ", each.programs()),
                        named(
                                "",
                                each.names().stream()
                                        .filter(name -> !each.executables().contains(name))
                                        .toList()),
                        named("subcommand ", each.subcommands()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String named(String what, List<String> names) {
        return names.isEmpty()
                ? ""
                : what + names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static String ports(List<PortRule> rules, @Nullable ProcessClass each) {
        Stream<String> declared = rules.stream().map(ClassesPageTest::port);
        Stream<String> fixed = each == null
                ? Stream.of()
                : each.ports().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> "%s `%s`".formatted(entry.getKey(), entry.getValue()));
        Stream<String> rest =
                each == null || each.sockets() == null ? Stream.of() : Stream.of("others `" + each.sockets() + "`");
        return Stream.of(declared, fixed, rest).flatMap(all -> all).collect(Collectors.joining(", "));
    }

    /** What has no default is written as the option that gives it. */
    private static String port(PortRule rule) {
        String where = rule.port() == null
                ? "`" + rule.flags().getFirst() + "`"
                : rule.port().toString();
        return "%s%s `%s`".formatted(where, rule.transport() == Transport.UDP ? "/udp" : "", rule.label());
    }
}
