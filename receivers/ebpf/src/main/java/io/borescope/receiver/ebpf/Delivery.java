package io.borescope.receiver.ebpf;

/** How the kernel hands over what it sees. */
public enum Delivery {
    /** Each event by itself, through a ring. */
    EVENTS,
    /** Added up, once per piece of time; only for types that may come in floods, the others are told one by one. */
    PARTIALS
}
