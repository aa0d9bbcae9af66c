package io.borescope.receiver.otlp;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What users configure.
 *
 * @param protocols where to listen
 */
public record OtlpReceiverConfig(
        @Doc("Where to listen: grpc, http or both. Both if neither is named.")
        Protocols protocols) implements ComponentConfig {
    /**
     * Where to listen.
     *
     * @param grpc null for not at all
     * @param http null for not at all
     */
    public record Protocols(
            @Doc("Listen for gRPC.") @Nullable GrpcConfig grpc,
            @Doc("Listen for HTTP.") @Nullable HttpConfig http) {
        public Protocols {
            if (grpc == null && http == null) {
                grpc = GrpcConfig.DEFAULTS;
                http = HttpConfig.DEFAULTS;
            }
        }
    }

    @Override
    public void validate(Problems problems) {
        if (protocols.grpc() != null) {
            protocols.grpc().validate(problems.within("protocols.grpc"));
        }
        if (protocols.http() != null) {
            protocols.http().validate(problems.within("protocols.http"));
        }
        if (protocols.grpc() != null
                && protocols.http() != null
                && protocols.grpc().endpoint().port() != 0
                && protocols.grpc().endpoint().equals(protocols.http().endpoint())) {
            problems.add(
                    "protocols.http.endpoint",
                    "%s is that of grpc, too. Choose another port.",
                    protocols.http().endpoint());
        }
    }

    /** The paths, for a check that no two are the same. */
    static List<String> duplicates(List<String> paths) {
        List<String> duplicates = new ArrayList<>(paths);
        paths.stream().distinct().forEach(duplicates::remove);
        return duplicates;
    }
}
