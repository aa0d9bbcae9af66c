package io.borescope.api.otel;

import io.borescope.api.FormatInput;
import io.borescope.api.FormatOutput;
import io.borescope.api.otel.Metric.Temporality;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/** The binary form of metrics with their data points. Each begins with a byte that says of what kind they are. */
final class MetricForm implements RecordForm<Metric> {
    private static final int GAUGE = 1;
    private static final int SUM = 2;
    private static final int HISTOGRAM = 3;
    private static final int EXPONENTIAL = 4;
    private static final int SUMMARY = 5;

    private static final List<Temporality> TEMPORALITIES =
            List.of(Temporality.UNSPECIFIED, Temporality.DELTA, Temporality.CUMULATIVE);

    @Override
    public void write(Metric metric, FormatOutput out) throws IOException {
        out.text(metric.name());
        out.text(metric.description());
        out.text(metric.unit());
        ValueForm.write(metric.metadata(), out);
        DataOutput figures = out.figures();
        switch (metric.data()) {
            case Metric.Gauge gauge -> {
                figures.writeByte(GAUGE);
                out.list(gauge.points(), (Point.Figure point) -> write(point, out));
            }
            case Metric.Sum sum -> {
                figures.writeByte(SUM);
                write(sum.temporality(), figures);
                figures.writeBoolean(sum.monotonic());
                out.list(sum.points(), (Point.Figure point) -> write(point, out));
            }
            case Metric.Histogram histogram -> {
                figures.writeByte(HISTOGRAM);
                write(histogram.temporality(), figures);
                out.list(histogram.points(), (Point.Buckets point) -> write(point, out));
            }
            case Metric.ExponentialHistogram histogram -> {
                figures.writeByte(EXPONENTIAL);
                write(histogram.temporality(), figures);
                out.list(histogram.points(), (Point.Exponential point) -> write(point, out));
            }
            case Metric.Summary summary -> {
                figures.writeByte(SUMMARY);
                out.list(summary.points(), (Point.Quantiles point) -> write(point, out));
            }
        }
    }

    @Override
    public Metric read(FormatInput in) throws IOException {
        return new Metric(in.text(), in.text(), in.text(), ValueForm.readAttributes(in), readData(in));
    }

    private static Metric.Data<?> readData(FormatInput in) throws IOException {
        int kind = in.figures().readByte();
        return switch (kind) {
            case GAUGE -> new Metric.Gauge(readPoints(in, () -> readFigure(in)));
            case SUM -> {
                Temporality temporality = readTemporality(in);
                boolean monotonic = in.figures().readBoolean();
                yield new Metric.Sum(readPoints(in, () -> readFigure(in)), temporality, monotonic);
            }
            case HISTOGRAM -> {
                Temporality temporality = readTemporality(in);
                yield new Metric.Histogram(readPoints(in, () -> readBuckets(in)), temporality);
            }
            case EXPONENTIAL -> {
                Temporality temporality = readTemporality(in);
                yield new Metric.ExponentialHistogram(readPoints(in, () -> readExponential(in)), temporality);
            }
            case SUMMARY -> new Metric.Summary(readPoints(in, () -> readQuantiles(in)));
            default -> throw in.damaged("data points of kind " + kind);
        };
    }

    private static <P> List<P> readPoints(FormatInput in, FormatInput.Element<P> point) throws IOException {
        return in.list("data points", ValueForm.MOST, point);
    }

    private static void write(Temporality temporality, DataOutput out) throws IOException {
        out.writeByte(TEMPORALITIES.indexOf(temporality));
    }

    private static Temporality readTemporality(FormatInput in) throws IOException {
        int index = in.figures().readByte();
        if (index < 0 || index >= TEMPORALITIES.size()) {
            throw in.damaged("temporality " + index);
        }
        return TEMPORALITIES.get(index);
    }

    private static void write(Point.Head head, FormatOutput out) throws IOException {
        ValueForm.write(head.attributes(), out);
        out.figures().writeLong(head.startEpochNanos());
        out.figures().writeLong(head.epochNanos());
        out.figures().writeInt(head.flags());
    }

    private static Point.Head readHead(FormatInput in) throws IOException {
        DataInput figures = in.figures();
        return new Point.Head(ValueForm.readAttributes(in), figures.readLong(), figures.readLong(), figures.readInt());
    }

    private static void write(Point.Figure point, FormatOutput out) throws IOException {
        write(point.head(), out);
        ValueForm.write(point.value(), out);
        writeExemplars(point.exemplars(), out);
    }

    private static Point.Figure readFigure(FormatInput in) throws IOException {
        return new Point.Figure(readHead(in), ValueForm.read(in), readExemplars(in));
    }

    private static void write(Point.Buckets point, FormatOutput out) throws IOException {
        write(point.head(), out);
        out.figures().writeLong(point.count());
        write(point.sum(), out.figures());
        write(point.min(), out.figures());
        write(point.max(), out.figures());
        out.list(point.counts(), out.figures()::writeLong);
        out.list(point.bounds(), out.figures()::writeDouble);
        writeExemplars(point.exemplars(), out);
    }

    private static Point.Buckets readBuckets(FormatInput in) throws IOException {
        return new Point.Buckets(
                readHead(in),
                in.figures().readLong(),
                readOptional(in),
                readOptional(in),
                readOptional(in),
                readCounts(in),
                in.list("bounds", ValueForm.MOST, in.figures()::readDouble),
                readExemplars(in));
    }

    private static void write(Point.Exponential point, FormatOutput out) throws IOException {
        DataOutput figures = out.figures();
        write(point.head(), out);
        figures.writeLong(point.count());
        write(point.sum(), figures);
        write(point.min(), figures);
        write(point.max(), figures);
        figures.writeInt(point.scale());
        figures.writeLong(point.zeroCount());
        figures.writeDouble(point.zeroThreshold());
        write(point.positive(), out);
        write(point.negative(), out);
        writeExemplars(point.exemplars(), out);
    }

    private static Point.Exponential readExponential(FormatInput in) throws IOException {
        DataInput figures = in.figures();
        return new Point.Exponential(
                readHead(in),
                figures.readLong(),
                readOptional(in),
                readOptional(in),
                readOptional(in),
                figures.readInt(),
                figures.readLong(),
                figures.readDouble(),
                readSide(in),
                readSide(in),
                readExemplars(in));
    }

    private static void write(Point.Exponential.Side side, FormatOutput out) throws IOException {
        out.figures().writeInt(side.offset());
        out.list(side.counts(), out.figures()::writeLong);
    }

    private static Point.Exponential.Side readSide(FormatInput in) throws IOException {
        return new Point.Exponential.Side(in.figures().readInt(), readCounts(in));
    }

    private static void write(Point.Quantiles point, FormatOutput out) throws IOException {
        write(point.head(), out);
        out.figures().writeLong(point.count());
        out.figures().writeDouble(point.sum());
        out.list(point.quantiles(), (Point.Quantiles.Quantile quantile) -> {
            out.figures().writeDouble(quantile.quantile());
            out.figures().writeDouble(quantile.value());
        });
    }

    private static Point.Quantiles readQuantiles(FormatInput in) throws IOException {
        DataInput figures = in.figures();
        return new Point.Quantiles(
                readHead(in),
                figures.readLong(),
                figures.readDouble(),
                in.list(
                        "quantiles",
                        ValueForm.MOST,
                        () -> new Point.Quantiles.Quantile(figures.readDouble(), figures.readDouble())));
    }

    private static void write(OptionalDouble figure, DataOutput out) throws IOException {
        out.writeBoolean(figure.isPresent());
        out.writeDouble(figure.orElse(0));
    }

    private static OptionalDouble readOptional(FormatInput in) throws IOException {
        boolean present = in.figures().readBoolean();
        double value = in.figures().readDouble();
        return present ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static List<Long> readCounts(FormatInput in) throws IOException {
        return in.list("counts", ValueForm.MOST, in.figures()::readLong);
    }

    private static void writeExemplars(List<Point.Exemplar> exemplars, FormatOutput out) throws IOException {
        out.list(exemplars, (Point.Exemplar exemplar) -> {
            ValueForm.write(exemplar.attributes(), out);
            out.figures().writeLong(exemplar.epochNanos());
            ValueForm.write(exemplar.value(), out);
            ValueForm.write(exemplar.trace(), exemplar.span(), out);
        });
    }

    private static List<Point.Exemplar> readExemplars(FormatInput in) throws IOException {
        return in.list(
                "exemplars",
                ValueForm.MOST,
                () -> new Point.Exemplar(
                        ValueForm.readAttributes(in),
                        in.figures().readLong(),
                        ValueForm.read(in),
                        ValueForm.readTraceId(in),
                        ValueForm.readSpanId(in)));
    }
}
