package io.borescope.receiver.process.classes;

/** A file of classes cannot be used. The message is for users. */
public final class ClassFileException extends Exception {
    private static final long serialVersionUID = 1;

    ClassFileException(String message) {
        super(message);
    }

    ClassFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
