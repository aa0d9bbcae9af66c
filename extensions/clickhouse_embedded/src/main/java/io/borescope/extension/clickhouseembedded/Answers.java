package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.CommandException;
import io.borescope.extension.clickhouseembedded.launcher.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/** Answers from a data directory: those of the engine that has it open, or of one that opens it for as long as the answer takes. */
record Answers(DataDirectory directory) {
    /** The number of rows of an answer was not told. */
    static final long UNKNOWN_ROWS = -1;

    /**
     * Asks, and writes the answer.
     *
     * @return its rows, or {@link #UNKNOWN_ROWS}
     * @throws CommandException with the engine's message, or if there is nothing to ask
     */
    long write(Query query, PrintWriter out) throws CommandException, InterruptedException {
        try {
            Optional<PublishedEndpoint> endpoint = PublishedEndpoint.read(directory);
            if (endpoint.isPresent()) {
                try {
                    return OnlineQuery.run(query, endpoint.get(), out);
                } catch (ConnectException e) {
                    // Nobody is there: an engine that was killed leaves its endpoint behind.
                }
            }
            return new OfflineQuery(directory).run(query, out);
        } catch (AccessDeniedException e) {
            throw new CommandException("%s belongs to another user. Ask as that user.".formatted(directory.path()), e);
        } catch (IOException e) {
            throw new CommandException("The answer broke off: " + e + ".", e);
        } finally {
            out.flush();
        }
    }
}
