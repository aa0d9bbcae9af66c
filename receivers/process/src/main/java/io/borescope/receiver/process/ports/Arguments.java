package io.borescope.receiver.process.ports;

import io.borescope.api.process.ProcessRecord;
import io.borescope.receiver.process.classes.Invocation;
import io.borescope.receiver.process.classes.ProgramImage;
import java.util.List;

/** A process of the table as a program image. */
record Arguments(ProcessRecord process) implements ProgramImage {
    /** What is said to the program, without what is said to an interpreter of it. */
    static List<String> of(ProcessRecord process) {
        return Invocation.of(new Arguments(process)).arguments();
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public String executable() {
        return process.executable();
    }

    @Override
    public List<String> commandLine() {
        return process.commandLine();
    }

    @Override
    public List<String> cgroupPaths() {
        return List.of(process.cgroup());
    }
}
