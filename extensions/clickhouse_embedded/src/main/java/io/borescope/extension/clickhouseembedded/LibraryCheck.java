package io.borescope.extension.clickhouseembedded;

import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Stage;
import io.borescope.extension.clickhouseembedded.library.LibraryCache;
import io.borescope.extension.clickhouseembedded.library.LibraryException;
import io.borescope.extension.clickhouseembedded.library.LibraryPackage;
import io.borescope.extension.clickhouseembedded.library.Platform;
import java.util.function.Consumer;

/** Whether the engine's library is here and can run. */
record LibraryCheck(Fetch fetch) implements Check {
    private static final String NAME = "libchdb";

    @Override
    public Stage stage() {
        return Stage.BACKENDS;
    }

    @Override
    public void run(CheckSettings settings, Consumer<Finding> findings) {
        findings.accept(finding());
    }

    private Finding finding() {
        try {
            LibraryPackage wanted = Platform.requirePackage();
            LibraryCache cache = LibraryCache.ofUser(System.getenv());
            if (cache.find(wanted).isPresent()) {
                return Finding.ok(NAME, wanted.version() + " in " + cache.directory());
            }
            String missing = "%s is not in %s".formatted(wanted.version(), cache.directory());
            return fetch == Fetch.ONCE
                    ? Finding.warning(NAME, missing, "The start will fetch it (178 MB).")
                    : Finding.failed(NAME, missing, "Get it with 'borescope clickhouse fetch' (178 MB, once).");
        } catch (LibraryException e) {
            return Finding.failed(NAME, "cannot run here", String.valueOf(e.getMessage()));
        }
    }
}
