package io.borescope.exporter.clickhouse;

import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandException;
import io.borescope.api.command.CommandOption;
import io.borescope.api.config.Secret;
import io.borescope.api.tls.TlsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which databases a command is about: those of the exporters in the configuration, or one that its options name. */
final class ServerOptions {
    /** Where a password does not show up in the list of processes; the name that ClickHouse's own client knows. */
    static final String PASSWORD_VARIABLE = "CLICKHOUSE_PASSWORD";

    private static final String ENDPOINT = "--endpoint";
    private static final String DATABASE = "--database";
    private static final String USERNAME = "--username";
    private static final String CLUSTER = "--cluster";
    private static final String CA_FILE = "--ca-file";
    private static final List<String> OTHERS = List.of(DATABASE, USERNAME, CLUSTER, CA_FILE);

    private ServerOptions() {}

    static List<CommandOption> all() {
        return List.of(
                new CommandOption(ENDPOINT, "URL", "A server, instead of those in a configuration."),
                new CommandOption(DATABASE, "NAME", "With --endpoint: the database. Default: default."),
                new CommandOption(
                        USERNAME,
                        "NAME",
                        "With --endpoint: the user. The password is in the variable " + PASSWORD_VARIABLE + "."),
                new CommandOption(CLUSTER, "NAME", "With --endpoint: the cluster, such as \"{cluster}\"."),
                new CommandOption(CA_FILE, "FILE", "With --endpoint: the certificate to trust, PEM."));
    }

    /**
     * The configurations of the databases, at least one.
     *
     * @param environment the variables of this process
     */
    static List<ClickHouseExporterConfig> read(
            CommandCall<ClickHouseExporterConfig> call, Map<String, String> environment) throws CommandException {
        List<ClickHouseExporterConfig> configured = call.configured();
        Optional<String> endpoint = call.value(ENDPOINT);
        if (endpoint.isPresent()) {
            if (!configured.isEmpty()) {
                throw CommandException.usage("Give --config or --endpoint. --set changes keys of the configuration.");
            }
            return List.of(named(endpoint.get(), call, environment));
        }
        for (String option : OTHERS) {
            if (call.value(option).isPresent()) {
                throw CommandException.usage(option + " goes with --endpoint. With --config, use --set.");
            }
        }
        if (configured.isEmpty()) {
            throw CommandException.usage(
                    "Which database? Give --config FILE with a clickhouse exporter in a pipeline, or --endpoint URL.");
        }
        return configured;
    }

    private static ClickHouseExporterConfig named(
            String endpoint, CommandCall<ClickHouseExporterConfig> call, Map<String, String> environment)
            throws CommandException {
        Optional<String> username = call.value(USERNAME);
        @Nullable String password = username.isPresent() ? environment.get(PASSWORD_VARIABLE) : null;
        ClickHouseExporterConfig config = new ClickHouseExporterConfig(
                List.of(uri(endpoint)),
                call.value(DATABASE).orElse("default"),
                username.orElse(null),
                password == null ? null : new Secret(password),
                Compression.NONE,
                1,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                Map.of(),
                MetricsTablesConfig.DEFAULT,
                TlsConfig.trusting(call.value(CA_FILE).map(Path::of).orElse(null)),
                false,
                ClusterConfig.NONE.withName(call.value(CLUSTER).orElse(null)),
                null,
                ClickHouseExporterConfig.LOGS,
                ClickHouseExporterConfig.TRACES,
                false,
                null);
        List<String> problems = new ArrayList<>();
        config.validate(
                (key, format, arguments) -> problems.add(key + " " + String.format(Locale.ROOT, format, arguments)));
        if (!problems.isEmpty()) {
            throw CommandException.usage(String.join("\n", problems));
        }
        return config;
    }

    /** Does not repeat the endpoint: what is wrong with it may be a password in it. */
    private static URI uri(String endpoint) throws CommandException {
        try {
            return URI.create(endpoint);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--endpoint is no address such as http://127.0.0.1:8123.");
        }
    }
}
