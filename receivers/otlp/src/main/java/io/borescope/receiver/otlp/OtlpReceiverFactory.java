package io.borescope.receiver.otlp;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.privilege.Privilege;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes {@code otlp} receivers. */
public final class OtlpReceiverFactory implements ReceiverFactory<OtlpReceiverConfig> {
    private static final ComponentType TYPE = new ComponentType("otlp");

    @Override
    public ComponentType type() {
        return TYPE;
    }

    @Override
    public String description() {
        return "Takes spans, log records and data points over gRPC and HTTP, as SDKs and collectors of OpenTelemetry send them.";
    }

    @Override
    public Class<OtlpReceiverConfig> configType() {
        return OtlpReceiverConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> produces() {
        return Set.of(Signal.DATA_POINTS, Signal.LOGS, Signal.TRACES);
    }

    @Override
    public Receiver create(ReceiverSettings settings, OtlpReceiverConfig config, Outputs outputs) {
        return new OtlpReceiver(settings, config, outputs);
    }

    @Override
    public List<Privilege> privileges(OtlpReceiverConfig config) {
        List<Privilege> privileges = new ArrayList<>();
        if (config.protocols().grpc() != null) {
            privileges.addAll(Privilege.toListen(config.protocols().grpc().endpoint()));
        }
        if (config.protocols().http() != null) {
            privileges.addAll(Privilege.toListen(config.protocols().http().endpoint()));
        }
        return privileges;
    }
}
