package io.borescope.receiver.bpfobject;

import io.borescope.api.config.Doc;
import org.jspecify.annotations.Nullable;

/** What the records in the ring look like. */
public record EventConfig(
        @Doc("Name of the struct that the programs write into the ring.") @Nullable
        String struct,

        @Doc(
                "Path of the field with the time of the event, as bpf_ktime_get_ns() gives it. Left out: the time of arrival counts.")
        @Nullable
        String timestamp) {}
