package io.borescope.api.otel;

import io.borescope.api.FormatInput;
import io.borescope.api.FormatOutput;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The binary form of log records. */
final class LogForm implements RecordForm<LogRecord> {
    @Override
    public void write(LogRecord log, FormatOutput out) throws IOException {
        DataOutput figures = out.figures();
        figures.writeLong(log.epochNanos());
        figures.writeLong(log.observedEpochNanos());
        figures.writeInt(log.severity());
        out.text(log.severityText());
        out.text(log.eventName());
        ValueForm.write(log.body(), out);
        ValueForm.write(log.attributes(), out);
        figures.writeInt(log.dropped());
        figures.writeInt(log.flags());
        ValueForm.write(log.trace(), log.span(), out);
    }

    @Override
    public LogRecord read(FormatInput in) throws IOException {
        DataInput figures = in.figures();
        return new LogRecord(
                figures.readLong(),
                figures.readLong(),
                figures.readInt(),
                in.text(),
                in.text(),
                ValueForm.read(in),
                ValueForm.readAttributes(in),
                figures.readInt(),
                figures.readInt(),
                ValueForm.readTraceId(in),
                ValueForm.readSpanId(in));
    }
}
