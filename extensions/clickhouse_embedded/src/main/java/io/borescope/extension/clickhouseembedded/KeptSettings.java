package io.borescope.extension.clickhouseembedded;

import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What a data directory keeps of its agent's settings, for those who ask it when no agent runs.
 *
 * @param database that a query means which names none; empty for the engine's default
 * @param libraries folder that the engine's library was found in; empty if unknown
 */
record KeptSettings(String database, String libraries) {
    static KeptSettings of(ClickHouseEmbeddedConfig config, Path libraries) {
        return new KeptSettings(config.database(), libraries.toString());
    }

    void write(DataDirectory directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("database", database);
        properties.setProperty("libraries", libraries);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        EngineFiles.writeOwned(directory.settings(), text.toString());
    }

    /** Those of the latest start. */
    static KeptSettings read(DataDirectory directory) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(directory.settings())));
        } catch (NoSuchFileException e) {
            // Nothing has been started here yet.
        }
        return new KeptSettings(properties.getProperty("database", ""), properties.getProperty("libraries", ""));
    }
}
