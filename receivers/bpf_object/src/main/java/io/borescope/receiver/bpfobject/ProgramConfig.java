package io.borescope.receiver.bpfobject;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;

/** What to do with one of the object's programs. */
public record ProgramConfig(
        @Doc("The program's name in C.") String name,

        @Doc("auto: to the hook that its section names. none: it is loaded only, for tail calls.")
        Attach attach,

        @Doc("Whether the others run if the kernel does not take this one.")
        boolean optional) {

    /** Whether a program runs by itself. */
    enum Attach {
        AUTO,
        NONE
    }

    public ProgramConfig {
        name = requireNonNullElse(name, "");
        attach = requireNonNullElse(attach, Attach.AUTO);
    }
}
