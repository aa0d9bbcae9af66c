package io.borescope.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the files that make up a configuration. */
final class TextFile {
    private TextFile() {}

    /**
     * Reads a file of at most {@link YamlReader#MAX_BYTES}.
     *
     * @throws IOException with a sentence for users that does not repeat the file's name
     */
    static String read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(YamlReader.MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such file.", e);
        } catch (AccessDeniedException e) {
            throw new IOException("no permission to read it.", e);
        } catch (IOException e) {
            throw new IOException(Files.isDirectory(file) ? "it is a directory." : e.getMessage(), e);
        }
        return decode(bytes);
    }

    static String decode(byte[] bytes) throws IOException {
        if (bytes.length > YamlReader.MAX_BYTES) {
            throw new IOException("it is larger than 1MiB.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8 text.", e);
        }
    }
}
