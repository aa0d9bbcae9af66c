package io.borescope.otlp;

import com.google.protobuf.ByteString;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.List;

/** Writes what the signals have in common. */
final class CommonWriter {
    private final IdForm ids;

    CommonWriter(Encoding encoding) {
        this.ids = IdForm.of(encoding);
    }

    ByteString id(TraceId id) {
        return ids.field(id);
    }

    ByteString id(SpanId id) {
        return ids.field(id);
    }

    Resource resource(OtelResource resource) {
        return Resource.newBuilder()
                .addAllAttributes(attributes(resource.attributes()))
                .setDroppedAttributesCount(resource.dropped())
                .build();
    }

    InstrumentationScope scope(Scope scope) {
        return InstrumentationScope.newBuilder()
                .setName(scope.name())
                .setVersion(scope.version())
                .addAllAttributes(attributes(scope.attributes()))
                .setDroppedAttributesCount(scope.dropped())
                .build();
    }

    List<KeyValue> attributes(Attributes attributes) {
        List<KeyValue> pairs = new ArrayList<>(attributes.size());
        attributes.forEach((name, value) -> pairs.add(
                KeyValue.newBuilder().setKey(name).setValue(value(value)).build()));
        return pairs;
    }

    AnyValue value(Value value) {
        AnyValue.Builder any = AnyValue.newBuilder();
        switch (value) {
            case Value.Empty _ -> {}
            case Value.Text text -> any.setStringValue(text.value());
            case Value.Bool bool -> any.setBoolValue(bool.value());
            case Value.Int integer -> any.setIntValue(integer.value());
            case Value.Real real -> any.setDoubleValue(real.value());
            case Value.Bytes bytes -> any.setBytesValue(ByteString.copyFrom(bytes.toArray()));
            case Value.Items items ->
                any.setArrayValue(ArrayValue.newBuilder()
                        .addAllValues(items.values().stream().map(this::value).toList()));
            case Value.Fields fields ->
                any.setKvlistValue(KeyValueList.newBuilder().addAllValues(attributes(fields.values())));
        }
        return any.build();
    }
}
