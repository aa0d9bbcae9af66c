package io.borescope.extension.clickhouseembedded.library;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Fetches the library before anything is built: the scripts of the source tree start it with {@code java FetchMain.java}. That is why this
 * package uses nothing but the JDK. {@code --only-look} fetches nothing, and fails if there is nothing.
 */
final class FetchMain {
    private FetchMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        LibraryCache cache = LibraryCache.ofUser(System.getenv());
        try {
            LibraryPackage wanted = Platform.requirePackage();
            if (Arrays.asList(arguments).contains("--only-look")) {
                Path _ = cache.find(wanted).orElseThrow(() -> notThere(wanted, cache));
            } else {
                new LibraryFetch(cache, LibraryFetch.REGISTRY, System.err::println).fetch(wanted);
            }
        } catch (LibraryException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static LibraryException notThere(LibraryPackage wanted, LibraryCache cache) {
        return new LibraryException(
                "libchdb %s (ClickHouse as a library) is not in %s. 'borescope clickhouse fetch' gets it."
                        .formatted(wanted.version(), cache.directory()));
    }
}
