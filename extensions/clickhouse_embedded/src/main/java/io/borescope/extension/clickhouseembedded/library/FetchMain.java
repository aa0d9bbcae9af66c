package io.borescope.extension.clickhouseembedded.library;

import java.net.URI;

/**
 * Fetches the library before anything is built: the scripts of the source tree start it with {@code java FetchMain.java}. That is why this
 * package uses nothing but the JDK.
 */
final class FetchMain {
    private FetchMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        URI registry = arguments.length > 0 ? URI.create(arguments[0]) : LibraryFetch.REGISTRY;
        try {
            LibraryPackage wanted = Platform.requirePackage();
            new LibraryFetch(LibraryCache.ofUser(System.getenv()), registry, System.err::println).fetch(wanted);
        } catch (LibraryException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
