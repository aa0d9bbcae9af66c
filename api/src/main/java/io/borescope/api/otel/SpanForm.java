package io.borescope.api.otel;

import io.borescope.api.FormatInput;
import io.borescope.api.FormatOutput;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The binary form of spans. */
final class SpanForm implements RecordForm<Span> {
    @Override
    public void write(Span span, FormatOutput out) throws IOException {
        DataOutput figures = out.figures();
        ValueForm.write(span.trace(), span.id(), out);
        figures.writeLong(span.parent().value());
        out.text(span.traceState());
        figures.writeInt(span.flags());
        out.text(span.name());
        figures.writeInt(span.kind());
        figures.writeLong(span.startEpochNanos());
        figures.writeLong(span.endEpochNanos());
        ValueForm.write(span.attributes(), out);
        out.list(span.events(), (Span.Event event) -> writeEvent(event, out));
        out.list(span.links(), (Span.Link link) -> writeLink(link, out));
        figures.writeInt(span.dropped().attributes());
        figures.writeInt(span.dropped().events());
        figures.writeInt(span.dropped().links());
        figures.writeInt(span.status().code());
        out.text(span.status().message());
    }

    private static void writeEvent(Span.Event event, FormatOutput out) throws IOException {
        out.figures().writeLong(event.epochNanos());
        out.text(event.name());
        ValueForm.write(event.attributes(), out);
        out.figures().writeInt(event.dropped());
    }

    private static void writeLink(Span.Link link, FormatOutput out) throws IOException {
        ValueForm.write(link.trace(), link.id(), out);
        out.text(link.traceState());
        out.figures().writeInt(link.flags());
        ValueForm.write(link.attributes(), out);
        out.figures().writeInt(link.dropped());
    }

    @Override
    public Span read(FormatInput in) throws IOException {
        DataInput figures = in.figures();
        return new Span(
                ValueForm.readTraceId(in),
                ValueForm.readSpanId(in),
                ValueForm.readSpanId(in),
                in.text(),
                figures.readInt(),
                in.text(),
                figures.readInt(),
                figures.readLong(),
                figures.readLong(),
                ValueForm.readAttributes(in),
                in.list("events", ValueForm.MOST, () -> readEvent(in)),
                in.list("links", ValueForm.MOST, () -> readLink(in)),
                new Span.Dropped(figures.readInt(), figures.readInt(), figures.readInt()),
                new Span.Status(figures.readInt(), in.text()));
    }

    private static Span.Event readEvent(FormatInput in) throws IOException {
        return new Span.Event(
                in.figures().readLong(),
                in.text(),
                ValueForm.readAttributes(in),
                in.figures().readInt());
    }

    private static Span.Link readLink(FormatInput in) throws IOException {
        return new Span.Link(
                ValueForm.readTraceId(in),
                ValueForm.readSpanId(in),
                in.text(),
                in.figures().readInt(),
                ValueForm.readAttributes(in),
                in.figures().readInt());
    }
}
