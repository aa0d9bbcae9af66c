package io.borescope.receiver.hostspecs;

/** How serial numbers of hardware are told. */
public enum Serials {
    /** Not at all. */
    NONE,
    /** By a hash: the same part can be recognised on the same host, its number not be read. */
    HASHED,
    /** As they are. */
    PLAIN;

    /** A serial number as rows of a host have it; empty stays empty. */
    String tell(String serial, OperatingSystem host) {
        return switch (this) {
            case NONE -> "";
            case HASHED -> host.hashedSerial(serial);
            case PLAIN -> serial;
        };
    }
}
