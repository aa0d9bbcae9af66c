package io.borescope.engine.cli;

import io.borescope.api.command.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the admin extension of a running agent. What it answers is for people; only what tells records from counts is understood here. */
final class AdminClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int LARGEST_MESSAGE = 64 << 10;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final URI address;
    private final Optional<String> token;

    AdminClient(URI address, Optional<String> token) {
        this.address = address;
        this.token = token;
    }

    /**
     * A line of an answer.
     *
     * @param isStatus whether it is counts, and not a record
     */
    record Line(String text, boolean isStatus) {
        private static Line of(String line) {
            return line.startsWith("# ")
                    ? new Line(line.substring(2), true)
                    : new Line(line, line.startsWith("{\"tap\":"));
        }
    }

    /** The edges of the agent, written for people or as JSON. */
    String edges(boolean json) throws CommandException, InterruptedException {
        HttpResponse<InputStream> answer = get("edges?format=" + format(json));
        if (answer.statusCode() != 200) {
            throw failed(answer);
        }
        return text(answer);
    }

    /** What passes an edge from now on. */
    Records tap(String edge, List<String> filters, int rate, int count, boolean json)
            throws CommandException, InterruptedException {
        String conditions =
                filters.stream().map(filter -> "&filter=" + encode(filter)).collect(Collectors.joining());
        HttpResponse<InputStream> answer = get("tap?edge=%s&format=%s&rate=%d&count=%d%s"
                .formatted(encode(edge), format(json), rate, count, conditions));
        return switch (answer.statusCode()) {
            case 200 -> new Records(answer.body());
            case 400 -> throw CommandException.usage(text(answer).strip());
            case 404 -> throw new CommandException(TapCommand.unknown(edge, names()));
            default -> throw failed(answer);
        };
    }

    private List<String> names() throws CommandException, InterruptedException {
        return edges(false)
                .lines()
                .map(line -> line.substring(line.indexOf(' ')).strip())
                .toList();
    }

    private static String format(boolean json) {
        return json ? "json" : "text";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<InputStream> get(String path) throws CommandException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException nobody) {
            throw new CommandException(
                    "No agent answers at %s. Is one running, with the extension admin? --endpoint or --config say where."
                            .formatted(address),
                    nobody);
        }
    }

    private CommandException failed(HttpResponse<InputStream> answer) throws CommandException {
        if (answer.statusCode() == 401) {
            return new CommandException(
                    (token.isPresent() ? "The agent at %s has another token." : "The agent at %s wants a token.")
                                    .formatted(address)
                            + " Put it into the variable BORESCOPE_TOKEN.");
        }
        return new CommandException("%s answers %d: %s"
                .formatted(address, answer.statusCode(), text(answer).strip()));
    }

    private static String text(HttpResponse<InputStream> answer) throws CommandException {
        try (InputStream body = answer.body()) {
            return new String(body.readNBytes(LARGEST_MESSAGE), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new CommandException("The agent broke off its answer.", broken);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** Lines as they come. Read by one thread; another may close it meanwhile. */
    static final class Records implements AutoCloseable {
        private final InputStream body;
        private final BufferedReader lines;

        private Records(InputStream body) {
            this.body = body;
            this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        /** The next line, or null at the end. */
        @Nullable
        Line next() throws IOException {
            String line = lines.readLine();
            return line == null ? null : Line.of(line);
        }

        /** Not by way of the reader, whose lock is held while it waits. */
        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException gone) {
                // that is what was wanted
            }
        }
    }
}
