package ${package};

import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.StartException;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes each record as a line. Queue, retries and the time limit are the engine's. */
final class ${className}Exporter implements Exporter {
    private final ${className}Config config;

    ${className}Exporter(${className}Config config) {
        this.config = config;
    }

    /** Finds out now what would otherwise fail with the first batch. */
    @Override
    public void start() throws StartException {
        try {
            open().close();
        } catch (IOException e) {
            throw new StartException("cannot write to " + config.file() + ": " + e + ". Choose another file.", e);
        }
    }

    @Override
    public ExportResult export(List<? extends Batch> batches) throws ExportException {
        try (BufferedWriter out = open()) {
            for (Batch batch : batches) {
                if (batch instanceof LogBatch logs) {
                    write(logs, out);
                }
            }
            return ExportResult.ACCEPTED;
        } catch (IOException e) {
            throw ExportException.passing("cannot write to " + config.file(), e); // the engine tries again
        }
    }

    /** What it sends. Yours goes here. */
    private static void write(LogBatch logs, BufferedWriter out) throws IOException {
        for (Group<LogRecord> group : logs.groups()) {
            for (LogRecord log : group.records()) {
                out.write(log.body() + "\n");
            }
        }
    }

    private BufferedWriter open() throws IOException {
        return Files.newBufferedWriter(config.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
