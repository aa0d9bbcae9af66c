package io.borescope.receiver.bpfobject;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import io.borescope.bpf.btf.Field;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a log record of each event. */
final class EventLogs {
    private final ReceiverSettings settings;
    private final EventPlan.LogPlan plan;
    private final BatchConsumer<LogBatch> next;
    private final OtelResource resource;
    private final Scope scope;
    private final List<LogRecord> records = new ArrayList<>();

    EventLogs(ReceiverSettings settings, EventPlan.LogPlan plan, BatchConsumer<LogBatch> next) {
        this.settings = settings;
        this.plan = plan;
        this.next = next;
        this.resource = OtelResource.of(Attributes.ofTexts(settings.resource().attributes()));
        this.scope = Scope.of(settings.id().toString(), "");
    }

    void add(MemorySegment record, long base, long timestampNanos, long now) {
        Map<String, Value> attributes =
                LinkedHashMap.newLinkedHashMap(plan.attributes().size());
        for (Dimension attribute : plan.attributes()) {
            attributes.put(attribute.attribute(), value(attribute.field(), record, base));
        }
        var mapping = settings.clock().mapping();
        records.add(new LogRecord(
                mapping.toEpochNanos(timestampNanos),
                mapping.toEpochNanos(now),
                0,
                "",
                plan.eventName(),
                plan.body() == null ? Value.Empty.EMPTY : value(plan.body(), record, base),
                Attributes.of(attributes),
                0,
                0,
                TraceId.NONE,
                SpanId.NONE));
    }

    private static Value value(Field field, MemorySegment record, long base) {
        if (field.kind() == Field.Kind.BOOL) {
            return Value.of(field.number(record, base) != 0);
        }
        boolean isInteger =
                field.kind() == Field.Kind.INTEGER && (!field.isUnsignedLong() || field.number(record, base) >= 0);
        return isInteger ? Value.of(field.number(record, base)) : Value.of(field.text(record, base));
    }

    /** Hands on what has come together. */
    void handOn() {
        if (!records.isEmpty()) {
            next.consume(new LogBatch(settings.batchIds().next(), List.of(new Group<>(resource, scope, records))));
            records.clear();
        }
    }
}
