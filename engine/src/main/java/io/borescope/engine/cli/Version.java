package io.borescope.engine.cli;

import io.borescope.engine.plugin.ApiVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "borescope %s (plugin api %s)".formatted(agent(), ApiVersion.VERSION),
            "Java %s, %s %s, %s"
                    .formatted(
                            Runtime.version(),
                            System.getProperty("os.name"),
                            System.getProperty("os.version"),
                            System.getProperty("os.arch"))
        };
    }

    /** From the jar's manifest; classes that run from a build directory have none. */
    private static String agent() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development build" : version;
    }
}
