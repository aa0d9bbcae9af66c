package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A query of a running engine, over its HTTP interface. */
final class OnlineQuery {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern RESULT_ROWS = Pattern.compile("\"result_rows\":\"([0-9]{1,18})\"");
    private static final int LONGEST_MESSAGE = 64 << 10;

    private OnlineQuery() {}

    /**
     * Asks, and copies the answer.
     *
     * @return rows of the answer, or {@link Answers#UNKNOWN_ROWS}
     * @throws java.net.ConnectException if nobody listens there
     * @throws CommandException with the engine's message
     */
    static long run(Query query, PublishedEndpoint endpoint, PrintWriter out)
            throws IOException, CommandException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT_TIMEOUT)
                .build()) {
            HttpResponse<InputStream> answer =
                    client.send(request(query, endpoint), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    byte[] message = body.readNBytes(LONGEST_MESSAGE);
                    throw new CommandException(new String(message, StandardCharsets.UTF_8).strip());
                }
                Query.copy(body, out);
                return rows(answer);
            }
        }
    }

    /** The engine knows it before it sends the first row only if it was told to wait for the last. */
    private static long rows(HttpResponse<?> answer) {
        Matcher rows = RESULT_ROWS.matcher(
                answer.headers().firstValue("X-ClickHouse-Summary").orElse(""));
        return rows.find() ? Long.parseLong(rows.group(1)) : Answers.UNKNOWN_ROWS;
    }

    private static HttpRequest request(Query query, PublishedEndpoint endpoint) {
        StringBuilder address = new StringBuilder(endpoint.url())
                .append("/?default_format=")
                .append(query.format())
                .append("&output_format_pretty_color=0&output_format_pretty_row_numbers=0");
        if (!query.database().isEmpty()) {
            address.append("&database=").append(URLEncoder.encode(query.database(), StandardCharsets.UTF_8));
        }
        if (!query.parameters().isEmpty()) {
            address.append("&wait_end_of_query=1");
        }
        query.parameters()
                .forEach((name, value) -> address.append("&param_")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(Query.escaped(value), StandardCharsets.UTF_8)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.toString()))
                .POST(HttpRequest.BodyPublishers.ofString(query.sql()));
        if (!endpoint.user().isEmpty()) {
            request.header("X-ClickHouse-User", endpoint.user()).header("X-ClickHouse-Key", endpoint.password());
        }
        return request.build();
    }
}
