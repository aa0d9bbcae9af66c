package io.borescope.receiver.process.classes;

import java.util.List;

/** What can be seen of the program that a process runs. What is not asked for need not be read. */
public interface ProgramImage {
    /** The kernel's name of the process, at most 15 bytes. */
    String name();

    /** Path of the executable; empty if it cannot be read. */
    String executable();

    /** The arguments, program name first; empty if they cannot be read. */
    List<String> commandLine();

    /** The paths of its cgroups, of every hierarchy. */
    List<String> cgroupPaths();
}
