package io.borescope.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A beacon node as far as an agent asks one: an HTTP server on loopback that knows its genesis, its configuration and how far it is, and
 * that fails as it is told. It begins as a synced node of Hoodi. Thread-safe.
 */
public final class TestBeaconNode implements AutoCloseable {
    /** How it answers everything. */
    public enum Fault {
        /** As a node should. */
        NONE,
        /** Status 500. */
        ERROR,
        /** Status 404, as a node that does not know its genesis yet. */
        NOT_FOUND,
        /** Status 302 to another path of itself. */
        REDIRECT,
        /** Status 200 and the first half of the right answer. */
        GARBAGE,
        /** Status 200 and no end of blanks. */
        HUGE,
        /** Not at all, until the fault is another. */
        HANG,
        /** Connections are refused. */
        REFUSE
    }

    /**
     * How far the node is.
     *
     * @param headSlot the newest slot it has
     * @param syncDistance slots it is behind
     */
    public record Syncing(
            boolean isSyncing, boolean isOptimistic, boolean elOffline, long headSlot, long syncDistance) {}

    /**
     * A request that arrived.
     *
     * @param headers by name, in lower case; the first value
     */
    public record Request(String path, Map<String, String> headers) {}

    private static final String GENESIS = "/eth/v1/beacon/genesis";
    private static final String SPEC = "/eth/v1/config/spec";
    private static final String SYNCING = "/eth/v1/node/syncing";

    private final @Nullable SSLContext tls;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new ArrayList<>();
    private final SequencedMap<String, String> spec = new TreeMap<>(Map.of(
            "CONFIG_NAME", "\"hoodi\"",
            "PRESET_BASE", "\"mainnet\"",
            "SECONDS_PER_SLOT", "\"12\"",
            "SLOTS_PER_EPOCH", "\"32\"",
            "ALTAIR_FORK_EPOCH", "\"0\"",
            "FULU_FORK_EPOCH", "\"50688\"",
            "GLOAS_FORK_EPOCH", "\"18446744073709551615\"",
            "BLOB_SCHEDULE", "[{\"EPOCH\":\"52480\",\"MAX_BLOBS_PER_BLOCK\":\"15\"}]"));

    private HttpServer server;
    private int port;
    private String genesisTime = "\"1742213400\"";
    private Syncing syncing = new Syncing(false, false, false, 1000, 0);
    private UnaryOperator<String> rewrite = UnaryOperator.identity();
    private Fault fault = Fault.NONE;
    private CountDownLatch faultEnds = new CountDownLatch(1);

    private TestBeaconNode(@Nullable SSLContext tls) throws IOException {
        this.tls = tls;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    /** A node that speaks http. */
    public static TestBeaconNode start() throws IOException {
        return new TestBeaconNode(null);
    }

    /** A node that speaks https, for the name {@code localhost}. */
    public static TestBeaconNode start(SSLContext tls) throws IOException {
        return new TestBeaconNode(tls);
    }

    private HttpServer listen(int wantedPort) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort);
        HttpServer made;
        if (tls == null) {
            made = HttpServer.create(address, 0);
        } else {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            made = secure;
        }
        made.createContext("/", this::answer);
        made.setExecutor(threads);
        made.start();
        return made;
    }

    /** Where it listens; the same port for all its life. */
    public synchronized URI endpoint() {
        return URI.create((tls == null ? "http" : "https") + "://localhost:" + port);
    }

    /** Sets the start of slot 0. */
    public synchronized TestBeaconNode genesis(long epochSeconds) {
        genesisTime = "\"" + epochSeconds + "\"";
        return this;
    }

    /** Sets a value of the configuration, as text. */
    public synchronized TestBeaconNode spec(String name, String value) {
        spec.put(name, "\"" + value + "\"");
        return this;
    }

    /** Takes a value out of the configuration. */
    public synchronized TestBeaconNode withoutSpec(String name) {
        spec.remove(name);
        return this;
    }

    /** Sets how far it is. */
    public synchronized TestBeaconNode syncing(Syncing state) {
        syncing = state;
        return this;
    }

    /** Changes the text of each answer before it is sent. */
    public synchronized TestBeaconNode rewrite(UnaryOperator<String> change) {
        rewrite = change;
        return this;
    }

    /** Fails so from now on; requests that hang are let go without an answer. */
    public synchronized TestBeaconNode fail(Fault newFault) {
        boolean refused = fault == Fault.REFUSE;
        fault = newFault;
        faultEnds.countDown();
        faultEnds = new CountDownLatch(1);
        if (newFault == Fault.REFUSE && !refused) {
            server.stop(0);
        } else if (newFault != Fault.REFUSE && refused) {
            try {
                server = listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    /** What has been asked, oldest first. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Fault now;
        CountDownLatch end;
        String body;
        synchronized (this) {
            remember(exchange);
            now = fault;
            end = faultEnds;
            body = rewrite.apply(bodyOf(exchange.getRequestURI().getPath()));
        }
        try (exchange) {
            switch (now) {
                case NONE -> send(exchange, body.isEmpty() ? 404 : 200, body);
                case ERROR -> send(exchange, 500, "{\"code\":500,\"message\":\"a fault of this test\"}");
                case NOT_FOUND -> send(exchange, 404, "{\"code\":404,\"message\":\"not known yet\"}");
                case REDIRECT -> {
                    exchange.getResponseHeaders().set("Location", "/elsewhere");
                    send(exchange, 302, "");
                }
                case GARBAGE -> send(exchange, 200, body.substring(0, body.length() / 2));
                case HUGE -> sendWithoutEnd(exchange);
                case HANG, REFUSE -> await(end);
            }
        }
    }

    private void remember(HttpExchange exchange) {
        Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> header.getValue().getFirst()));
        requests.add(new Request(exchange.getRequestURI().getPath(), headers));
    }

    private String bodyOf(String path) {
        return switch (path) {
            case GENESIS ->
                "{\"data\":{\"genesis_time\":" + genesisTime
                        + ",\"genesis_validators_root\":\"0x00\",\"genesis_fork_version\":\"0x00\"}}";
            case SPEC ->
                spec.entrySet().stream()
                        .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                        .collect(Collectors.joining(",", "{\"data\":{", "}}"));
            case SYNCING ->
                "{\"data\":{\"head_slot\":\"%d\",\"sync_distance\":\"%d\",\"is_syncing\":%b,\"is_optimistic\":%b,\"el_offline\":%b}}"
                        .formatted(
                                syncing.headSlot(),
                                syncing.syncDistance(),
                                syncing.isSyncing(),
                                syncing.isOptimistic(),
                                syncing.elOffline());
            default -> "";
        };
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Until the other side has had enough. */
    private static void sendWithoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
            while (!Thread.currentThread().isInterrupted()) {
                out.write(blanks);
            }
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        fail(Fault.REFUSE);
        threads.shutdownNow();
        threads.close();
    }
}
