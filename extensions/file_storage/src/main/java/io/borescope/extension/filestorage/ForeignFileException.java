package io.borescope.extension.filestorage;

/** A file is whole, but not for us: another program's, or of a newer version. The message is for users. */
final class ForeignFileException extends Exception {
    private static final long serialVersionUID = 1;

    ForeignFileException(String message) {
        super(message);
    }
}
