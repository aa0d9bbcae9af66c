package io.borescope.receiver.otlp;

import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.config.HostPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log where a receiver listens. */
final class Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private Listening() {}

    /** Others than this machine are worth a warning: nobody is asked who they are, unless {@code tls.client_ca_file} does. */
    static void tell(ReceiverSettings settings, String transport, HostPort wanted, int port) {
        HostPort address = new HostPort(wanted.host(), port);
        if (wanted.isEveryInterface()) {
            LOG.warn(
                    "{}: listening for {} at {}, on all interfaces: whoever reaches this machine can send. If only this machine shall, write 127.0.0.1:{}.",
                    settings.id(),
                    transport,
                    address,
                    port);
        } else {
            LOG.info("{}: listening for {} at {}", settings.id(), transport, address);
        }
    }
}
