package io.borescope.bpf.btf;

/** Type information that is missing, makes no sense, or does not have what was asked for. The message is for users. */
public final class BtfException extends Exception {
    private static final long serialVersionUID = 1L;

    BtfException(String message) {
        super(message);
    }
}
