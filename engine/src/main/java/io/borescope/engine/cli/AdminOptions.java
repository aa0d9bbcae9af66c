package io.borescope.engine.cli;

import io.borescope.api.command.CommandException;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Secret;
import io.borescope.api.control.ControlEndpoint;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.plugin.Plugins;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a running agent is, and what it wants to know. */
final class AdminOptions {
    private static final String TOKEN = "BORESCOPE_TOKEN";

    @Option(
            names = "--endpoint",
            paramLabel = "ADDRESS",
            description =
                    "Where the agent's admin extension listens: host:port or a URL. Default: as --config says, else"
                            + " 127.0.0.1:55679. If it wants a token, put it into the variable " + TOKEN + ".")
    private @Nullable String endpoint;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    /** A client for that agent; nothing is sent yet. */
    AdminClient connect() throws ConfigException, CommandException {
        Optional<ControlEndpoint> configured = config.isGiven() ? configured() : Optional.empty();
        Optional<String> token = Optional.ofNullable(System.getenv(TOKEN))
                .or(() -> configured.flatMap(ControlEndpoint::credential).map(Secret::reveal));
        String where = endpoint;
        URI address = where == null
                ? address(configured.map(ControlEndpoint::endpoint).orElse(ControlEndpoint.DEFAULT))
                : parse(where);
        return new AdminClient(address, token);
    }

    private Optional<ControlEndpoint> configured() throws ConfigException, CommandException {
        try (Plugins loaded = plugins.load()) {
            Optional<ControlEndpoint> found = config.read().plan(loaded.catalog()).plan().extensions().stream()
                    .map(extension -> extension.config())
                    .filter(ControlEndpoint.class::isInstance)
                    .map(ControlEndpoint.class::cast)
                    .findFirst();
            if (found.isEmpty() && endpoint == null) {
                throw new CommandException(
                        "The configuration has no admin extension, so nobody can look into the agent."
                                + " Add it: extensions: {admin: }, and admin to service.extensions.");
            }
            return found;
        }
    }

    /** What listens at every address is asked at this host's own. */
    private static URI address(HostPort listens) {
        HostPort here = listens.isEveryInterface() ? new HostPort("127.0.0.1", listens.port()) : listens;
        return URI.create("http://" + here + "/");
    }

    private static URI parse(String text) throws CommandException {
        try {
            return text.startsWith("http://") || text.startsWith("https://")
                    ? URI.create(text.endsWith("/") ? text : text + "/")
                    : address(HostPort.parse(text));
        } catch (IllegalArgumentException wrong) {
            throw CommandException.usage("--endpoint: " + wrong.getMessage());
        }
    }
}
