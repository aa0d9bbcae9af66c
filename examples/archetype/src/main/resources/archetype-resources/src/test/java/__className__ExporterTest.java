package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.component.ExportResult;
import io.borescope.api.otel.LogBatch;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.ConfigContract;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.OwnershipContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exporter without an agent: the test kit makes batches. */
class ${className}ExporterTest {
    @TempDir
    Path folder;

    private ${className}Exporter exporter(String file) {
        return new ${className}Exporter(new ${className}Config(folder.resolve(file)));
    }

    @Test
    void writesALinePerRecord() throws Exception {
        LogBatch logs = OtelRecords.logs(23, "hello");
        ${className}Exporter exporter = exporter("lines");
        exporter.start();
        OwnershipContract.checkUnchanged(
                logs, () -> assertThat(exporter.export(List.of(logs))).isEqualTo(ExportResult.ACCEPTED));
        assertThat(Files.readAllLines(folder.resolve("lines"))).hasSize(23).allMatch(line -> line.contains("hello"));
    }

    @Test
    void saysAtTheStartWhereItCannotWrite() throws Exception {
        assertThat(ComponentContract.checkFailingStart(() -> exporter("no/such/folder")))
                .hasMessageContaining("cannot write to");
    }

    @Test
    void keepsToTheContracts() throws Exception {
        ComponentContract.check(() -> exporter("lines"));
        ConfigContract.check(${className}Config.class);
        assertThat(ConfigContract.problems(new ${className}Config(null))).hasSize(1);
    }
}
