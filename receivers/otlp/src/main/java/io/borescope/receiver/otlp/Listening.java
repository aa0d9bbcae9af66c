package io.borescope.receiver.otlp;

import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.config.HostPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log where a receiver listens. */
final class Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private Listening() {}

    static void tell(ReceiverSettings settings, String transport, HostPort wanted, int port) {
        LOG.info("{}: listening for {} at {}", settings.id(), transport, new HostPort(wanted.host(), port));
    }
}
