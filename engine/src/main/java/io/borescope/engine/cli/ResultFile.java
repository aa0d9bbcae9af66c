package io.borescope.engine.cli;

import io.borescope.api.command.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Where a command puts the one text that it makes. */
final class ResultFile {
    private ResultFile() {}

    /**
     * Writes it.
     *
     * @param output null for standard output
     * @param attributes of the file if it is made here
     */
    static void write(String text, @Nullable Path output, PrintWriter standardOutput, FileAttribute<?>... attributes)
            throws CommandException {
        if (output == null) {
            standardOutput.print(text);
            standardOutput.flush();
            return;
        }
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                output,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                attributes))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandException("cannot write %s: %s".formatted(output, e), e);
        }
    }
}
