package io.borescope.extension.clickhouseembedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What is asked.
 *
 * @param format of the answer, by the engine's name for it
 * @param database empty for the engine's default
 * @param parameters values of {@code {name:Type}} in the text, which the engine reads as that type and never as SQL
 */
record Query(String sql, String format, String database, Map<String, String> parameters) {
    /** A value as the engine reads it: the escapes of its tab-separated format. */
    static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    /** Copies an answer as it comes. Values may hold what somebody chose: nothing in them may speak to the terminal. */
    static void copy(InputStream answer, PrintWriter out) throws IOException {
        Reader reader = new InputStreamReader(answer, StandardCharsets.UTF_8);
        char[] buffer = new char[16 << 10];
        for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
            for (int i = 0; i < read; i++) {
                boolean isPlain = !Character.isISOControl(buffer[i])
                        || buffer[i] == '\n'
                        || buffer[i] == '\r'
                        || buffer[i] == '\t';
                buffer[i] = isPlain ? buffer[i] : '\ufffd';
            }
            out.write(buffer, 0, read);
        }
        out.flush();
    }
}
