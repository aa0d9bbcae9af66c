package io.borescope.extension.clickhouseembedded.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry with a small package, on this host. */
final class LibraryFetchTest {
    private static final byte[] LIBRARY =
            "a library of 1,234 bytes".repeat(52).substring(0, 1_234).getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> progress = new ArrayList<>();
    private byte[] archive = new byte[0];
    private byte[] served = new byte[0];
    private int announced;
    private volatile @Nullable CountDownLatch half;
    private volatile CountDownLatch goOn = new CountDownLatch(0);

    @TempDir
    private Path folder;

    private HttpServer registry;
    private LibraryPackage wanted;

    @BeforeEach
    void serve() throws Exception {
        archive = archive();
        served = archive;
        announced = archive.length;
        wanted = new LibraryPackage(
                "1.2.3",
                "/lib.tgz",
                archive.length,
                digest(archive),
                "package/lib.so",
                LIBRARY.length,
                digest(LIBRARY));
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/lib.tgz", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, announced);
            try (OutputStream body = exchange.getResponseBody()) {
                sendHalf(body);
                body.write(served, served.length / 2, served.length - served.length / 2);
            }
        });
        registry.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        registry.start();
    }

    /** Then waits, if a test wants that. */
    private void sendHalf(OutputStream body) throws IOException {
        body.write(served, 0, served.length / 2);
        CountDownLatch reached = half;
        if (reached != null) {
            body.flush();
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    @Test
    void fetchesChecksUnpacksAndKeeps() throws Exception {
        Path library = fetch();

        assertThat(library).hasBinaryContent(LIBRARY);
        assertThat(cache().find(wanted)).contains(library);
        assertThat(progress).anyMatch(line -> line.contains("100 %")).anyMatch(line -> line.contains("1.2.3"));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void asksTheRegistryOnlyOnce() throws Exception {
        Path first = fetch();

        assertThat(fetch()).isEqualTo(first);
        assertThat(requests).hasValue(1);
    }

    @Test
    void keepsNothingOfAnArchiveThatWasChanged() {
        served = archive.clone();
        served[archive.length / 2] ^= 1;

        assertThatThrownBy(this::fetch).isInstanceOf(LibraryException.class).hasMessageContaining("SHA-256");
        assertThat(cache().find(wanted)).isEmpty();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void keepsNothingOfALibraryThatIsNotTheExpectedOne() {
        wanted = new LibraryPackage(
                "1.2.3", "/lib.tgz", archive.length, digest(archive), "package/lib.so", 1_234, digest(archive));

        assertThatThrownBy(this::fetch).isInstanceOf(LibraryException.class).hasMessageContaining("package/lib.so");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void beginsAnewAfterADownloadThatBrokeOff() throws Exception {
        served = Arrays.copyOf(archive, archive.length / 2);
        assertThatThrownBy(this::fetch).isInstanceOf(LibraryException.class).hasMessageContaining("cannot fetch");
        assertThat(leftovers()).isEmpty();

        served = archive;
        assertThat(fetch()).hasBinaryContent(LIBRARY);
    }

    @Test
    void refusesMoreThanTheArchiveShouldHave() {
        served = Arrays.copyOf(archive, archive.length + 1);
        announced = served.length;

        assertThatThrownBy(this::fetch).isInstanceOf(LibraryException.class).hasMessageContaining("longer than");
    }

    @Test
    void saysWhatTheRegistryAnswered() {
        wanted = new LibraryPackage("1.2.3", "/none.tgz", 1, "", "", 1, "");

        assertThatThrownBy(this::fetch).isInstanceOf(LibraryException.class).hasMessageContaining("404");
    }

    @Test
    void doesNotTakeALibraryWithoutItsMarkerForWhole() throws Exception {
        Path library = fetch();
        Files.delete(library.resolveSibling("complete"));

        assertThat(cache().find(wanted)).isEmpty();
        assertThat(fetch()).hasBinaryContent(LIBRARY);
    }

    @Test
    void removesWhatAKilledFetchLeft() throws Exception {
        Files.createDirectories(cache().directory());
        Files.writeString(cache().directory().resolve(".fetch-123"), "half");

        fetch();

        assertThat(leftovers()).isEmpty();
    }

    /** Two agents that start together, each in its own process. */
    @Test
    void twoProcessesFetchOnce() throws Exception {
        List<Process> both = List.of(startAnother(), startAnother());

        for (Process process : both) {
            assertThat(process.waitFor()).isZero();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(cache().find(wanted).orElseThrow().toString());
        }
        assertThat(requests).hasValue(1);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void beginsAnewAfterAFetchThatWasKilled() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        half = reached;
        goOn = new CountDownLatch(1);
        Process killed = startAnother();
        reached.await();
        killed.destroyForcibly().waitFor();
        assertThat(leftovers()).isNotEmpty();
        assertThat(cache().find(wanted)).isEmpty();
        goOn.countDown();
        half = null;

        assertThat(fetch()).hasBinaryContent(LIBRARY);
        assertThat(requests).hasValue(2);
        assertThat(leftovers()).isEmpty();
    }

    /** The one that waits takes over when the one that fetches is killed. */
    @Test
    void goesOnForAProcessThatWasKilledMeanwhile() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        half = reached;
        goOn = new CountDownLatch(1);
        Process first = startAnother();
        reached.await();
        half = null;
        Process second = startAnother();
        first.destroyForcibly().waitFor();
        goOn.countDown();

        assertThat(second.waitFor()).isZero();
        assertThat(cache().find(wanted)).isPresent();
        assertThat(leftovers()).isEmpty();
    }

    private Process startAnother() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OtherFetch.class.getName(),
                        cache().directory().toString(),
                        registryAddress().toString(),
                        wanted.path(),
                        Long.toString(wanted.archiveSize()),
                        wanted.archiveDigest(),
                        wanted.libraryDigest())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A fetch of this test's package in a process of its own. */
    static final class OtherFetch {
        public static void main(String[] arguments) throws Exception {
            LibraryPackage wanted = new LibraryPackage(
                    "1.2.3",
                    arguments[2],
                    Long.parseLong(arguments[3]),
                    arguments[4],
                    "package/lib.so",
                    LIBRARY.length,
                    arguments[5]);
            LibraryCache cache = new LibraryCache(Path.of(arguments[0]));
            System.out.println(new LibraryFetch(cache, URI.create(arguments[1]), _ -> {}).fetch(wanted));
        }
    }

    private URI registryAddress() {
        return URI.create("http://127.0.0.1:" + registry.getAddress().getPort());
    }

    private Path fetch() throws LibraryException, InterruptedException {
        return new LibraryFetch(cache(), registryAddress(), progress::add).fetch(wanted);
    }

    private LibraryCache cache() {
        return new LibraryCache(folder.resolve("libchdb"));
    }

    private List<Path> leftovers() {
        try (Stream<Path> files = Files.list(cache().directory())) {
            return files.filter(file -> file.getFileName().toString().startsWith(".fetch-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As npm packs: a member before, the library, the end. */
    private static byte[] archive() throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        member(tar, "package/package.json", "{}".getBytes(StandardCharsets.UTF_8));
        member(tar, "package/lib.so", LIBRARY);
        tar.write(new byte[1024]);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar.toByteArray());
        }
        return packed.toByteArray();
    }

    private static void member(ByteArrayOutputStream tar, String name, byte[] content) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(content.length));
        put(header, 257, "ustar");
        tar.write(header);
        tar.write(content);
        tar.write(new byte[(512 - content.length % 512) % 512]);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
