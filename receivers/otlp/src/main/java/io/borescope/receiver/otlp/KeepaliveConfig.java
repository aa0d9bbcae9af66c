package io.borescope.receiver.otlp;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;

/**
 * How long gRPC connections last, and how often senders may ask whether they do.
 *
 * @param serverParameters what the agent does
 * @param enforcementPolicy what it lets senders do
 * @see <a href="https://grpc.io/docs/guides/keepalive/">Keepalive</a>
 */
public record KeepaliveConfig(
        @Doc("When the agent ends connections or looks whether the sender is still there.")
        ServerParameters serverParameters,

        @Doc("How often senders may ask whether the agent is still there.")
        EnforcementPolicy enforcementPolicy) {
    /** Where nothing is said. */
    static final KeepaliveConfig DEFAULTS =
            new KeepaliveConfig(ServerParameters.DEFAULTS, new EnforcementPolicy(EnforcementPolicy.MIN_TIME, false));

    void validate(Problems problems) {
        if (serverParameters.timeout().isZero()) {
            problems.add("server_parameters.timeout", "0s is not a time to wait. Write one such as 20s.");
        }
    }

    /**
     * What the agent does.
     *
     * @param maxConnectionIdle zero for no limit
     * @param maxConnectionAge zero for no limit
     * @param maxConnectionAgeGrace zero for no limit
     * @param time zero for not at all
     */
    public record ServerParameters(
            @Doc("A connection without requests for so long is ended. 0s: never.")
            Duration maxConnectionIdle,

            @Doc("A connection that is so old is ended, so that senders spread anew over several agents. 0s: never.")
            Duration maxConnectionAge,

            @Doc("How long requests may go on on a connection that has become too old. 0s: as long as they take.")
            Duration maxConnectionAgeGrace,

            @Doc("A sender that says nothing for so long is asked whether it is still there. 0s: never.")
            Duration time,

            @Doc("How long it may take to answer that.") Duration timeout) {
        private static final Duration TIME = Duration.ofMinutes(1);
        private static final Duration TIMEOUT = Duration.ofSeconds(20);

        static final ServerParameters DEFAULTS =
                new ServerParameters(Duration.ZERO, Duration.ZERO, Duration.ZERO, TIME, TIMEOUT);

        public ServerParameters {
            maxConnectionIdle = requireNonNullElse(maxConnectionIdle, Duration.ZERO);
            maxConnectionAge = requireNonNullElse(maxConnectionAge, Duration.ZERO);
            maxConnectionAgeGrace = requireNonNullElse(maxConnectionAgeGrace, Duration.ZERO);
            time = requireNonNullElse(time, TIME);
            timeout = requireNonNullElse(timeout, TIMEOUT);
        }
    }

    /** What the agent lets senders do. */
    public record EnforcementPolicy(
            @Doc("A sender that asks more often is disconnected.")
            Duration minTime,

            @Doc("Whether senders may ask while they have no request.")
            boolean permitWithoutStream) {
        private static final Duration MIN_TIME = Duration.ofMinutes(5);

        public EnforcementPolicy {
            minTime = requireNonNullElse(minTime, MIN_TIME);
        }
    }
}
