package io.borescope.api.otel;

import io.borescope.api.BatchFormat;
import io.borescope.api.BatchId;
import io.borescope.api.FormatInput;
import io.borescope.api.FormatOutput;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The binary form of batches of spans, log records or data points, version 1.
 *
 * @param <R> the records
 * @param <B> the batches
 */
public final class OtelFormat<R, B extends OtelBatch<R>> implements BatchFormat<B> {
    /** Of spans. */
    public static final OtelFormat<Span, SpanBatch> SPANS =
            new OtelFormat<>(0x42535350, "batch of spans", SpanBatch::new, new SpanForm()); // BSSP

    /** Of log records. */
    public static final OtelFormat<LogRecord, LogBatch> LOG_RECORDS =
            new OtelFormat<>(0x42534c52, "batch of log records", LogBatch::new, new LogForm()); // BSLR

    /** Of data points. */
    public static final OtelFormat<Metric, PointBatch> DATA_POINTS =
            new OtelFormat<>(0x42534450, "batch of data points", PointBatch::new, new MetricForm()); // BSDP

    private static final int VERSION = 1;

    private final int magic;
    private final String what;
    private final BiFunction<BatchId, List<Group<R>>, B> batches;
    private final RecordForm<R> records;

    private OtelFormat(int magic, String what, BiFunction<BatchId, List<Group<R>>, B> batches, RecordForm<R> records) {
        this.magic = magic;
        this.what = what;
        this.batches = batches;
        this.records = records;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(B batch, DataOutput output) throws IOException {
        output.writeInt(magic);
        output.writeShort(VERSION);
        FormatOutput out = new FormatOutput(output);
        out.id(batch.id());
        out.list(batch.groups(), (Group<R> group) -> {
            ValueForm.writeResource(group.resource(), out);
            ValueForm.writeScope(group.scope(), out);
            out.list(group.records(), (R each) -> records.write(each, out));
        });
    }

    @Override
    public B read(DataInput input) throws IOException {
        if (input.readInt() != magic) {
            throw new IOException("not a " + what);
        }
        int version = input.readUnsignedShort();
        if (version != VERSION) {
            throw new IOException("%s of version %d; this agent reads version %d".formatted(what, version, VERSION));
        }
        FormatInput in = new FormatInput(input, what);
        return batches.apply(
                in.id(),
                in.list(
                        "groups",
                        ValueForm.MOST,
                        () -> new Group<>(
                                ValueForm.readResource(in),
                                ValueForm.readScope(in),
                                in.list("records", ValueForm.MOST, () -> records.read(in)))));
    }
}
