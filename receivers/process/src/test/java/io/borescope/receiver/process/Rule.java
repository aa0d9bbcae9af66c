package io.borescope.receiver.process;

import org.jspecify.annotations.Nullable;

/** Writes a {@link SelectionRule} with few keys. */
final class Rule {
    private @Nullable String className;
    private @Nullable String group;
    private @Nullable String name;
    private @Nullable String executable;
    private @Nullable String commandLine;
    private @Nullable String cgroup;
    private @Nullable Integer pid;
    private @Nullable String parent;
    private @Nullable String client;
    private @Nullable Boolean children;

    Rule ofClass(String value) {
        className = value;
        return this;
    }

    Rule group(String value) {
        group = value;
        return this;
    }

    Rule name(String value) {
        name = value;
        return this;
    }

    Rule executable(String value) {
        executable = value;
        return this;
    }

    Rule commandLine(String value) {
        commandLine = value;
        return this;
    }

    Rule cgroup(String value) {
        cgroup = value;
        return this;
    }

    Rule pid(int value) {
        pid = value;
        return this;
    }

    Rule parent(String value) {
        parent = value;
        return this;
    }

    Rule client(String value) {
        client = value;
        return this;
    }

    Rule children(boolean value) {
        children = value;
        return this;
    }

    SelectionRule build() {
        return new SelectionRule(
                className, group, name, executable, commandLine, cgroup, pid, parent, client, children);
    }
}
