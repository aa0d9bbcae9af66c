package io.borescope.extension.clickhouseembedded.library;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Gets the engine's library from the registry of npm into a {@link LibraryCache}: downloads the archive, checks it, unpacks the library,
 * checks that. One process at a time; the others wait and then find it. What is broken off leaves nothing behind and is begun anew.
 *
 * <p>Proxies and trusted certificates are the Java runtime's ({@code https.proxyHost}, {@code javax.net.ssl.trustStore} ...).
 */
public final class LibraryFetch {
    /** The public registry. */
    public static final URI REGISTRY = URI.create("https://registry.npmjs.org");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int BUFFER_SIZE = 1 << 16;

    private final LibraryCache cache;
    private final URI registry;
    private final Consumer<String> progress;

    /**
     * Makes a fetch.
     *
     * @param registry address without a path, or one below which the registry's paths begin
     * @param progress is told lines for users
     */
    public LibraryFetch(LibraryCache cache, URI registry, Consumer<String> progress) {
        this.cache = cache;
        this.registry = registry;
        this.progress = progress;
    }

    /**
     * Returns the library, after getting it if it is not in the cache yet.
     *
     * @throws LibraryException if it cannot be had
     */
    public Path fetch(LibraryPackage wanted) throws LibraryException, InterruptedException {
        Optional<Path> cached = cache.find(wanted);
        if (cached.isPresent()) {
            return cached.get();
        }
        try (FileChannel _ = cache.lock()) {
            cached = cache.find(wanted); // another process may have fetched it while this one waited
            return cached.isPresent() ? cached.get() : fetchLocked(wanted);
        } catch (IOException e) {
            throw new LibraryException(
                    "cannot fetch libchdb %s from %s into %s: %s."
                            .formatted(wanted.version(), registry, cache.directory(), describe(e)),
                    e);
        }
    }

    private static String describe(IOException e) {
        String message = e.getMessage();
        return e.getClass() == IOException.class && message != null ? message : e.toString();
    }

    private Path fetchLocked(LibraryPackage wanted) throws IOException, LibraryException, InterruptedException {
        cache.removeLeftovers();
        checkSpace(wanted);
        Path archive = cache.temporaryFile();
        Path library = cache.temporaryFile();
        try {
            download(wanted, archive);
            progress.accept("Unpacking and checking it ...");
            unpack(wanted, archive, library);
            Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rw-r--r--"));
            Path added = cache.add(wanted, library);
            progress.accept("libchdb %s is in %s.".formatted(wanted.version(), added.getParent()));
            return added;
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(library);
        }
    }

    private void checkSpace(LibraryPackage wanted) throws IOException, LibraryException {
        long needed = wanted.archiveSize() + wanted.librarySize();
        long free = Files.getFileStore(cache.directory()).getUsableSpace();
        if (free < needed) {
            throw new LibraryException(
                    "libchdb %s needs %s in %s, where %s are free. Make room, or set BORESCOPE_CACHE to another folder."
                            .formatted(wanted.version(), megabytes(needed), cache.directory(), megabytes(free)));
        }
    }

    private void download(LibraryPackage wanted, Path archive)
            throws IOException, LibraryException, InterruptedException {
        URI address = URI.create(registry + wanted.path());
        progress.accept("Fetching libchdb %s (ClickHouse as a library, %s) from %s ..."
                .formatted(wanted.version(), megabytes(wanted.archiveSize()), address));
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(ANSWER_TIMEOUT).build();
        try (HttpClient client = client()) {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new LibraryException("%s answered with HTTP %d. A mirror can be named with --registry."
                            .formatted(address, answer.statusCode()));
                }
                String digest = copy(new Progress(wanted.archiveSize()).of(body), archive, wanted.archiveSize());
                check("the archive " + address, digest, wanted.archiveDigest());
            } finally {
                client.shutdownNow();
            }
        }
    }

    private static HttpClient client() {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).followRedirects(HttpClient.Redirect.NORMAL);
        Optional.ofNullable(ProxySelector.getDefault()).ifPresent(builder::proxy);
        return builder.build();
    }

    private static void unpack(LibraryPackage wanted, Path archive, Path library) throws IOException, LibraryException {
        try (InputStream packed = new BufferedInputStream(Files.newInputStream(archive), BUFFER_SIZE);
                InputStream tar = new GZIPInputStream(packed, BUFFER_SIZE)) {
            InputStream member = TarMember.find(tar, wanted.member());
            String digest = copy(member, library, wanted.librarySize());
            check(wanted.member() + " in the archive", digest, wanted.libraryDigest());
        }
    }

    private static void check(String what, String digest, String expected) throws LibraryException {
        if (!digest.equals(expected)) {
            throw new LibraryException(
                    "%s has the SHA-256 %s and not %s: it was changed on the way or at its source. Nothing was kept."
                            .formatted(what, digest, expected));
        }
    }

    /** Copies and returns the digest of what was copied; more than expected is refused before it fills the disk. */
    private static String copy(InputStream in, Path file, long expectedSize) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_SIZE];
        long copied = 0;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copied += read;
                if (copied > expectedSize) {
                    throw new IOException("longer than the " + expectedSize + " bytes that it should have");
                }
                out.write(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String megabytes(long bytes) {
        return Math.round(bytes / 1e6) + " MB";
    }

    /** Tells each tenth. */
    private final class Progress {
        private final long total;
        private long done;
        private int toldTenths;

        Progress(long total) {
            this.total = total;
        }

        InputStream of(InputStream body) {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    return add(body.read(), 1);
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int read = body.read(buffer, offset, length);
                    return add(read, read);
                }
            };
        }

        private int add(int result, int bytes) {
            if (result >= 0) {
                done += bytes;
                int tenths = (int) (done * 10 / total);
                if (tenths > toldTenths) {
                    toldTenths = tenths;
                    progress.accept("  %3d %%, %s of %s".formatted(tenths * 10, megabytes(done), megabytes(total)));
                }
            }
            return result;
        }
    }
}
