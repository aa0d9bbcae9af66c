package io.borescope.receiver.process.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borescope.receiver.process.classes.PortRule.Transport;
import io.borescope.receiver.process.ports.ProcSockets.OpenPort;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The kernel's answers against sockets of this process and against what {@code /proc} says of them. */
final class SocketDiagTest {
    private static final int PID = Math.toIntExact(ProcessHandle.current().pid());

    private final ProcSockets proc = new ProcSockets(Path.of("/proc"));

    @BeforeAll
    static void linux() {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "there is no procfs");
    }

    @Test
    void knowsWhatIsOpenAndNotWhatIsConnected() throws Exception {
        Optional<SocketDiag> opened = proc.diag(PID);
        assumeTrue(opened.isPresent(), "this kernel has no sock_diag");
        try (SocketDiag diag = opened.orElseThrow();
                ServerSocket v4 = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket any = new ServerSocket(0);
                Socket client = new Socket(v4.getInetAddress(), v4.getLocalPort());
                DatagramSocket datagrams =
                        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                DatagramSocket connected =
                        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            connected.connect(datagrams.getLocalSocketAddress());
            Optional<Map<Long, OpenPort>> answered = diag.ports();
            assumeTrue(answered.isPresent(), "this kernel cannot load tcp_diag and udp_diag");
            Map<Long, OpenPort> ports = answered.orElseThrow();

            assertThat(proc.held(PID, ports))
                    .hasValueSatisfying(held -> assertThat(held)
                            .contains(
                                    new OpenPort(Transport.TCP, v4.getLocalPort()),
                                    new OpenPort(Transport.TCP, any.getLocalPort()),
                                    new OpenPort(Transport.UDP, datagrams.getLocalPort()))
                            .doesNotContain(
                                    new OpenPort(Transport.TCP, client.getLocalPort()),
                                    new OpenPort(Transport.UDP, connected.getLocalPort())));
            assertThat(proc.held(PID, proc.open(PID).orElseThrow())).isEqualTo(proc.held(PID, ports));
        }
    }

    @Test
    void isNotToBeHadForANamespaceThatIsNone() {
        assertThat(SocketDiag.openIn(Path.of("/nonexistent/ns/net"))).isEmpty();
        assertThat(SocketDiag.openIn(Path.of("/proc/self/ns/uts"))).isEmpty();
    }

    @Test
    void tellsNamespacesApartWithoutReadingTheirLinks() {
        assertThat(proc.namespace(PID)).isEqualTo(proc.namespace(PID)).contains(":");
        assertThat(proc.namespace(999_999_999)).isEqualTo("of process 999999999");
    }
}
