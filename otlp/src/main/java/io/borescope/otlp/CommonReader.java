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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what the signals of one request have in common. What it throws is an {@link IllegalArgumentException} with a sentence for the sender. */
final class CommonReader {
    private static final int FEW = 16;
    private static final int MOST_SHARED = 1_024;

    private final IdForm ids;
    private final int maxAttributes;
    private final Map<String, String> names = new HashMap<>();

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
        return pairs.size() > FEW ? many(pairs) : few(pairs);
    }

    /** Most things have few, which are compared with each other sooner than put into a map. */
    private Attributes few(List<KeyValue> pairs) {
        String[] names = new String[pairs.size()];
        Value[] values = new Value[pairs.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = shared(pairs.get(i).getKey());
            for (int before = 0; before < i; before++) {
                if (names[before].equals(names[i])) {
                    return many(pairs);
                }
            }
            values[i] = value(pairs.get(i).getValue());
        }
        return Attributes.ofUnique(names, values);
    }

    private Attributes many(List<KeyValue> pairs) {
        Map<String, Value> values = LinkedHashMap.newLinkedHashMap(pairs.size());
        for (KeyValue pair : pairs) {
            values.put(shared(pair.getKey()), value(pair.getValue()));
        }
        return Attributes.of(values);
    }

    /** The same object for the same name: a request has few names and many attributes, and what waits in queues is smaller for it. */
    private String shared(String name) {
        if (names.size() >= MOST_SHARED) {
            return name;
        }
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
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
