package io.borescope.extension.clickhouseembedded;

import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Properties;

/**
 * How to ask the engine of a data directory, for other processes of the same user.
 *
 * @param url of its HTTP interface
 * @param user empty if it asks for none
 * @param password of that user
 */
record PublishedEndpoint(String url, String user, String password) {
    void write(DataDirectory directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("url", url);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        EngineFiles.writeOwned(directory.endpoint(), text.toString());
    }

    /** Empty if no engine has left one; the one that is found may be left from an engine that was killed. */
    static Optional<PublishedEndpoint> read(DataDirectory directory) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(directory.endpoint())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(new PublishedEndpoint(
                properties.getProperty("url", ""),
                properties.getProperty("user", ""),
                properties.getProperty("password", "")));
    }

    static void remove(DataDirectory directory) throws IOException {
        Files.deleteIfExists(directory.endpoint());
    }

    @Override
    public String toString() {
        return url;
    }
}
