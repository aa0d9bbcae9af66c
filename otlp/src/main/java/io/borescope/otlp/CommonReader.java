package io.borescope.otlp;

import com.google.protobuf.ByteString;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what the signals have in common. What it throws is an {@link IllegalArgumentException} with a sentence for the sender. */
final class CommonReader {
    private final IdForm ids;
    private final int maxAttributes;

    CommonReader(Encoding encoding, OtlpLimits limits) {
        this.ids = IdForm.of(encoding);
        this.maxAttributes = limits.attributes();
    }

    TraceId traceId(ByteString field) {
        return ids.traceId(field);
    }

    SpanId spanId(ByteString field) {
        return ids.spanId(field);
    }

    OtelResource resource(Resource resource, String schemaUrl) {
        return new OtelResource(
                attributes(resource.getAttributesList()), resource.getDroppedAttributesCount(), schemaUrl);
    }

    Scope scope(InstrumentationScope scope, String schemaUrl) {
        return new Scope(
                scope.getName(),
                scope.getVersion(),
                attributes(scope.getAttributesList()),
                scope.getDroppedAttributesCount(),
                schemaUrl);
    }

    /** Names are unique by the specification; of those that are not, the last counts. */
    Attributes attributes(List<KeyValue> pairs) {
        if (pairs.isEmpty()) {
            return Attributes.EMPTY;
        }
        if (pairs.size() > maxAttributes) {
            throw new IllegalArgumentException(
                    "Something has %,d attributes; %,d are allowed.".formatted(pairs.size(), maxAttributes));
        }
        Map<String, Value> values = LinkedHashMap.newLinkedHashMap(pairs.size());
        for (KeyValue pair : pairs) {
            values.put(pair.getKey(), value(pair.getValue()));
        }
        return Attributes.of(values);
    }

    /** Indexes of a table of strings belong to profiles; elsewhere the specification wants them taken for nothing. */
    Value value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> Value.of(value.getStringValue());
            case BOOL_VALUE -> Value.of(value.getBoolValue());
            case INT_VALUE -> Value.of(value.getIntValue());
            case DOUBLE_VALUE -> Value.of(value.getDoubleValue());
            case BYTES_VALUE -> new Value.Bytes(value.getBytesValue().toByteArray());
            case ARRAY_VALUE ->
                new Value.Items(value.getArrayValue().getValuesList().stream()
                        .map(this::value)
                        .toList());
            case KVLIST_VALUE ->
                new Value.Fields(attributes(value.getKvlistValue().getValuesList()));
            case STRING_VALUE_STRINDEX, VALUE_NOT_SET -> Value.Empty.EMPTY;
        };
    }
}
