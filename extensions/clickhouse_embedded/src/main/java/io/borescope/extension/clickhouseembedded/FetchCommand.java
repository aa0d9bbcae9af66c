package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.Command;
import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandException;
import io.borescope.api.command.CommandOption;
import io.borescope.extension.clickhouseembedded.library.LibraryCache;
import io.borescope.extension.clickhouseembedded.library.LibraryException;
import io.borescope.extension.clickhouseembedded.library.LibraryFetch;
import io.borescope.extension.clickhouseembedded.library.Platform;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Gets the engine's library. */
final class FetchCommand implements Command<ClickHouseEmbeddedConfig> {
    private static final String REGISTRY = "--registry";

    @Override
    public String name() {
        return "clickhouse fetch";
    }

    @Override
    public String description() {
        return "Gets libchdb (ClickHouse as a library, 178 MB) for clickhouse_embedded from the registry of npm, checks it and keeps it in"
                + " ~/.cache/borescope, or below $BORESCOPE_CACHE. Does nothing if it is there.";
    }

    @Override
    public List<CommandOption> options() {
        return List.of(new CommandOption(
                REGISTRY, "URL", "A mirror of the registry. Default: " + LibraryFetch.REGISTRY + "."));
    }

    @Override
    public void run(CommandCall<ClickHouseEmbeddedConfig> call) throws CommandException, InterruptedException {
        LibraryCache cache = LibraryCache.ofUser(System.getenv());
        try {
            Path library =
                    new LibraryFetch(cache, registry(call), call.err()::println).fetch(Platform.requirePackage());
            call.out().println(library);
        } catch (LibraryException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    private static URI registry(CommandCall<?> call) throws CommandException {
        String text = call.value(REGISTRY).orElse(LibraryFetch.REGISTRY.toString());
        if (!text.matches("https?://[^/\\s?#]+(/[^\\s?#]*)?")) {
            throw CommandException.usage(
                    "--registry: \"" + text + "\" is no address such as https://registry.npmjs.org.");
        }
        return URI.create(text.replaceFirst("/+$", ""));
    }
}
