package io.borescope.distribution;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A page in Debian's Chromium, without a window, steered over the DevTools protocol.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class Chromium implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/bin/chromium");
    static final String MISSING = "there is no Chromium here: apt-get install chromium";

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Answers answers = new Answers();
    private final WebSocket socket;
    private final ObjectMapper json = new ObjectMapper();
    private int calls;

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * Starts it.
     *
     * @param folder for what it keeps
     */
    Chromium(Path folder, URI page) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--headless=new",
                        "--no-sandbox", // it refuses to run as root with it
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.out").toFile())
                .start();
        try {
            socket = client.newWebSocketBuilder()
                    .buildAsync(open(folder, page), answers)
                    .join();
        } catch (IOException | InterruptedException | RuntimeException | AssertionError failure) {
            close();
            throw failure;
        }
    }

    private URI open(Path folder, URI page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%s/json/new?%s".formatted(port(folder), page)))
                .PUT(BodyPublishers.noBody())
                .build();
        return URI.create(
                json.readTree(client.send(request, BodyHandlers.ofString()).body())
                        .get("webSocketDebuggerUrl")
                        .asString());
    }

    private String port(Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                throw new AssertionError(Files.readString(folder.resolve("chromium.out")));
            }
        }
        return Files.readAllLines(file).getFirst();
    }

    /** The value of an expression of JavaScript in the page, as text. */
    String evaluate(String expression) throws InterruptedException {
        int call = ++calls;
        String message = json.writeValueAsString(Map.of(
                "id",
                call,
                "method",
                "Runtime.evaluate",
                "params",
                Map.of("expression", "String(" + expression + ")", "returnByValue", true)));
        socket.sendText(message, true).join();
        while (true) {
            String text = answers.messages.poll(LONGEST.toSeconds(), TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("the browser does not answer");
            }
            JsonNode answer = json.readTree(text);
            if (answer.path("id").asInt(0) == call) {
                return answer.at("/result/result/value").asString("");
            }
        }
    }

    /** Waits until the value of an expression is as wanted, and returns it. */
    String await(String expression, Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        String value = evaluate(expression);
        while (!wanted.test(value)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "%s is \"%s\" in:%n%s".formatted(expression, value, evaluate("document.body.innerText")));
            }
            TimeUnit.MILLISECONDS.sleep(100);
            value = evaluate(expression);
        }
        return value;
    }

    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        client.shutdownNow();
    }

    private static final class Answers implements WebSocket.Listener {
        private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder begun = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                messages.add(begun.toString());
                begun.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
