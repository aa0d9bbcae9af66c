package io.borescope.extension.clickhouseembedded.library;

/**
 * The package that the engine's library comes in, as the registry of npm holds it.
 *
 * @param version of the package, which is the engine's with a suffix
 * @param path of the archive below the registry's address
 * @param archiveSize in bytes
 * @param archiveDigest SHA-256 in hex, lower case
 * @param member the library in the archive
 * @param librarySize in bytes
 * @param libraryDigest SHA-256 in hex, lower case
 */
public record LibraryPackage(
        String version,
        String path,
        long archiveSize,
        String archiveDigest,
        String member,
        long librarySize,
        String libraryDigest) {

    /** ClickHouse 26.7.3 for x86-64. The binding relies on this version: see {@code Libchdb}. */
    public static final LibraryPackage X86_64 = new LibraryPackage(
            "26.7.3-stable.1",
            "/@chdb/lib-linux-x64-gnu/-/lib-linux-x64-gnu-26.7.3-stable.1.tgz",
            177_817_999,
            "c0d32b129e988f2b9a9a31c9141aecf5e1e2453f9a079efc4d36ab8e3f92b2ad",
            "package/libchdb.so",
            566_330_096,
            "36ad4e999882821ef13cf2d0f52c93f48e6ee1b4498b35a201c23ce4b8d15bf5");

    /** Names a folder: versions and repacked versions stand beside each other. */
    String key() {
        return version + "-" + archiveDigest;
    }
}
