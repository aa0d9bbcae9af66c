package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The queries that have names: ours, and those of a folder of the user's, where one of the same name goes before ours. */
final class NamedQueries {
    static final List<String> OURS = List.of(
            "disk-bytes",
            "disk-latency",
            "hosts",
            "log-volume",
            "loss",
            "memory",
            "network",
            "off-cpu",
            "open-files",
            "page-faults",
            "process-io",
            "run-queue",
            "slow-fsync",
            "slow-spans",
            "span-errors",
            "sync",
            "syscalls",
            "tables",
            "tcp",
            "threads",
            "top-cpu");

    private static final String SUFFIX = ".sql";
    private static final int LONGEST_FILE = 64 << 10;

    private final SortedMap<String, NamedQuery> byName = new TreeMap<>();

    private NamedQueries() {}

    /** {@code $XDG_CONFIG_HOME/borescope/queries}, by default {@code ~/.config/borescope/queries}. */
    static Path folderOfUser(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path root = config.isEmpty() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(config);
        return root.resolve("borescope").resolve("queries");
    }

    /**
     * Reads them.
     *
     * @param named the folder that the user named: it has to be there
     * @param byDefault the folder that is looked into otherwise, if it is there
     */
    static NamedQueries load(Optional<Path> named, Path byDefault) throws CommandException {
        NamedQueries queries = new NamedQueries();
        for (String name : OURS) {
            queries.add(NamedQuery.parse(name, ours(name)));
        }
        Path folder = named.orElse(byDefault);
        if (named.isPresent() || Files.isDirectory(folder)) {
            queries.addFrom(folder);
        }
        return queries;
    }

    private static String ours(String name) {
        try (InputStream file = NamedQueries.class.getResourceAsStream("queries/" + name + SUFFIX)) {
            if (file == null) {
                throw new IllegalStateException("no query " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the query " + name, e);
        }
    }

    private void addFrom(Path folder) throws CommandException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                addFile(file);
            }
        } catch (IOException e) {
            throw new CommandException("cannot read queries from %s: %s.".formatted(folder, e), e);
        }
    }

    private void addFile(Path file) throws CommandException, IOException {
        String fileName = file.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - SUFFIX.length());
        if (!NamedQuery.isName(name)) {
            throw new CommandException(
                    "%s: \"%s\" cannot be asked for. Use small letters, digits and dashes.".formatted(file, name));
        }
        if (Files.size(file) > LONGEST_FILE) {
            throw new CommandException("%s is longer than the %d bytes of a query.".formatted(file, LONGEST_FILE));
        }
        try {
            add(NamedQuery.parse(name, Files.readString(file)));
        } catch (IllegalArgumentException e) {
            throw new CommandException("%s: since: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void add(NamedQuery query) {
        byName.put(query.name(), query);
    }

    /** The query of a name. */
    NamedQuery find(String name) throws CommandException {
        NamedQuery query = byName.get(name);
        if (query == null) {
            throw CommandException.usage(
                    "There is no query \"%s\". There are: %s.".formatted(name, String.join(", ", byName.keySet())));
        }
        return query;
    }

    /** A line for each. */
    void list(PrintWriter out) {
        int width = byName.keySet().stream().mapToInt(String::length).max().orElse(0);
        byName.values()
                .forEach(query -> out.println(
                        query.name() + " ".repeat(width + 2 - query.name().length()) + query.title()));
        out.flush();
    }
}
