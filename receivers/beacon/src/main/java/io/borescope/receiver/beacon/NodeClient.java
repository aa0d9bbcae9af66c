package io.borescope.receiver.beacon;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks nodes. Nothing here waits. */
final class NodeClient implements AutoCloseable {
    /** A configuration has 150 values; one with a blob schedule of hundreds of entries is far below this. */
    private static final int LIMIT = 1 << 20;

    private final HttpClient client;
    private final Map<String, Secret> headers;

    NodeClient(BeaconReceiverConfig config) throws StartException {
        headers = config.headers();
        HttpClient.Builder builder = HttpClient.newBuilder()
                // Over plain http, version 2 begins with an offer to upgrade, which some servers answer badly.
                .version(HttpClient.Version.HTTP_1_1)
                // A redirect could take the headers, a secret among them, to another host.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.timeout());
        config.tls().applyTo(builder);
        client = builder.build();
    }

    /** Sends a request. Cancel the future to give up. */
    CompletableFuture<HttpResponse<byte[]>> get(URI endpoint, String path) {
        String base = endpoint.toString();
        String address = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).setHeader("Accept", "application/json");
        headers.forEach((name, value) -> request.header(name, value.reveal()));
        return client.sendAsync(request.build(), head -> new LimitedBody(LIMIT));
    }

    /** A node's name in messages: no path, which may hold a token. */
    static String nameOf(URI endpoint) {
        return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
