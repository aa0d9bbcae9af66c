package io.borescope.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.Signal;
import io.borescope.api.component.StartException;
import io.borescope.api.config.ByteSize;
import io.borescope.api.config.HostPort;
import io.borescope.api.tls.ServerTlsConfig;
import io.borescope.api.tls.TlsIdentity;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // keys that are left out arrive as null
final class OtlpReceiverTest {
    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new OtlpReceiver(
                new TestSettings("otlp", new HandClock(0, 0)), Bench.config(null, null), new Collected<>(Signal.LOGS)));
    }

    @Test
    void saysWhichEndpointIsTakenAndReleasesTheOther() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HostPort port = new HostPort("127.0.0.1", taken.getLocalPort());
            HostPort any = new HostPort("127.0.0.1", 0);
            assertThatThrownBy(() -> start(any, port))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("cannot listen for HTTP at " + port)
                    .hasMessageContaining("protocols.http.endpoint");
            assertThatThrownBy(() -> start(port, any))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("cannot listen for gRPC at " + port)
                    .hasMessageContaining("protocols.grpc.endpoint");
        }
    }

    private static void start(HostPort grpc, HostPort http) throws StartException {
        OtlpReceiverConfig config = new OtlpReceiverConfig(new OtlpReceiverConfig.Protocols(
                new GrpcConfig(grpc, null, null, null, null, KeepaliveConfig.DEFAULTS, false, null),
                new HttpConfig(http, null, null, null, null, null, null, false, null, null, null, null, null)));
        new OtlpReceiver(new TestSettings("otlp", new HandClock(0, 0)), config, new Pipelines()).start();
    }

    @Test
    void listensToThisMachineAloneUnlessToldOtherwise() {
        OtlpReceiverConfig config = new OtlpReceiverConfig(new OtlpReceiverConfig.Protocols(null, null));
        assertThat(problems(config)).isEmpty();
        assertThat(config.protocols().grpc().endpoint()).hasToString("127.0.0.1:4317");
        assertThat(config.protocols().http().endpoint()).hasToString("127.0.0.1:4318");
        OtlpReceiverConfig grpcOnly =
                new OtlpReceiverConfig(new OtlpReceiverConfig.Protocols(GrpcConfig.DEFAULTS, null));
        assertThat(grpcOnly.protocols().http()).isNull();
    }

    @Test
    void saysEachProblemAtItsKey() {
        HostPort port = new HostPort("127.0.0.1", 4317);
        ServerTlsConfig tls = ServerTlsConfig.of(TlsIdentity.NONE);
        OtlpReceiverConfig config = new OtlpReceiverConfig(new OtlpReceiverConfig.Protocols(
                new GrpcConfig(
                        port,
                        0,
                        0,
                        0,
                        null,
                        new KeepaliveConfig(
                                new KeepaliveConfig.ServerParameters(null, null, null, null, Duration.ZERO),
                                new KeepaliveConfig.EnforcementPolicy(null, false)),
                        true,
                        tls),
                new HttpConfig(
                        port,
                        new ByteSize(1),
                        100_001,
                        null,
                        null,
                        null,
                        null,
                        true,
                        "v1/all",
                        "/v1/all",
                        null,
                        null,
                        new CorsConfig(List.of("https://*.*.org"), List.of(), -1))));
        assertThat(problems(config))
                .containsExactly(
                        "protocols.grpc.max_recv_msg_size_mib: 0 is not between 1 and 256.",
                        "protocols.grpc.max_concurrent_streams: 0 is not between 1 and 10000.",
                        "protocols.grpc.max_connections: 0 is not between 1 and 100000.",
                        "protocols.grpc.include_metadata: is not supported: nothing is kept of the connection that records came by. Leave it out.",
                        "protocols.grpc.keepalive.server_parameters.timeout: 0s is not a time to wait. Write one such as 20s.",
                        "protocols.grpc.tls.cert_file: is missing. A certificate and its key go together.",
                        "protocols.grpc.tls.key_file: is missing. A certificate and its key go together.",
                        "protocols.http.max_request_body_size: 1B is not between 1KiB and 256MiB.",
                        "protocols.http.max_connections: 100001 is not between 1 and 100000.",
                        "protocols.http.include_metadata: is not supported: nothing is kept of the connection that records came by. Leave it out.",
                        "protocols.http: has the path /v1/all for two signals. Write one for each.",
                        "protocols.http.cors.allowed_origins: \"https://*.*.org\" has more than one *. Write an entry for each origin.",
                        "protocols.http.cors.max_age: -1 is negative.",
                        "protocols.http.endpoint: 127.0.0.1:4317 is that of grpc, too. Choose another port.");
    }

    private static List<String> problems(OtlpReceiverConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }
}
