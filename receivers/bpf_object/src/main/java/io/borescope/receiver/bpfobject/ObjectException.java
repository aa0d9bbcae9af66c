package io.borescope.receiver.bpfobject;

/** An object that cannot be used as it is configured. */
final class ObjectException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String remedy;

    /**
     * @param found what is wrong, in one line without a full stop
     * @param remedy what to do, as sentences
     */
    ObjectException(String found, String remedy) {
        this(found, remedy, "");
    }

    /**
     * @param log the last words of libbpf or the kernel's verifier; empty if they said nothing
     */
    ObjectException(String found, String remedy, String log) {
        super("%s. %s%s"
                .formatted(found, remedy, log.isEmpty() ? "" : "\n" + log)
                .strip());
        this.found = found;
        this.remedy = remedy;
    }

    String found() {
        return found;
    }

    String remedy() {
        return remedy;
    }
}
