package io.borescope.receiver.process;

import java.util.List;
import java.util.stream.Stream;

/**
 * The cgroups of one process: one of version 2, one per hierarchy of version 1, or, on a host with both, all of them.
 *
 * @param unified path in the version 2 hierarchy, empty if there is none
 * @param controllers paths in the hierarchies of version 1
 * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7), /proc/pid/cgroup</a>
 */
record Cgroups(String unified, List<String> controllers) {
    private static final String UNIFIED_PREFIX = "0::";

    Cgroups {
        controllers = List.copyOf(controllers);
    }

    /** Reads the lines of {@code /proc/<pid>/cgroup}: {@code 0::/path} and {@code 4:memory:/path}. */
    static Cgroups parse(String text) {
        String unified = text.lines()
                .filter(line -> line.startsWith(UNIFIED_PREFIX))
                .map(Cgroups::pathOf)
                .findFirst()
                .orElse("");
        List<String> controllers = text.lines()
                .filter(line -> !line.startsWith(UNIFIED_PREFIX))
                .map(Cgroups::pathOf)
                .filter(path -> !path.isEmpty())
                .distinct()
                .toList();
        return new Cgroups(unified, controllers);
    }

    /** A path may hold colons itself. */
    private static String pathOf(String line) {
        int first = line.indexOf(':');
        int second = line.indexOf(':', first + 1);
        return second < 0 ? "" : line.substring(second + 1);
    }

    /**
     * The path that says most: that of version 2, or where this is the root, as it is for most processes of a host with both versions,
     * the first of version 1 that is not.
     */
    String path() {
        if (unified.length() > 1) {
            return unified;
        }
        return controllers.stream()
                .filter(path -> path.length() > 1)
                .findFirst()
                .orElse(unified.isEmpty() && !controllers.isEmpty() ? controllers.getFirst() : unified);
    }

    /** All paths, that of version 2 first. */
    List<String> paths() {
        return Stream.concat(Stream.of(unified), controllers.stream())
                .filter(path -> !path.isEmpty())
                .toList();
    }

    /** Whether any of the paths is this one or lies below it. */
    boolean within(String ancestor) {
        return isWithin(unified, ancestor) || controllers.stream().anyMatch(path -> isWithin(path, ancestor));
    }

    private static boolean isWithin(String path, String ancestor) {
        return path.startsWith(ancestor)
                && (path.length() == ancestor.length()
                        || ancestor.endsWith("/")
                        || path.charAt(ancestor.length()) == '/');
    }
}
