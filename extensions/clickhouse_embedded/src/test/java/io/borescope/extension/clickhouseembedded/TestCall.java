package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.CommandCall;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call of a command, whose output is kept. */
final class TestCall implements CommandCall<ClickHouseEmbeddedConfig> {
    private final String argument;
    private final Map<String, String> options;
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    TestCall(String argument, Map<String, String> options) {
        this.argument = argument;
        this.options = options;
    }

    String output() {
        return output.toString();
    }

    /** What went to standard error. */
    String errors() {
        return errors.toString();
    }

    @Override
    public Optional<String> value(String option) {
        return Optional.ofNullable(options.get(option));
    }

    @Override
    public boolean has(String option) {
        return options.containsKey(option);
    }

    @Override
    public Optional<String> argument() {
        return argument.isEmpty() ? Optional.empty() : Optional.of(argument);
    }

    @Override
    public List<ClickHouseEmbeddedConfig> configured() {
        return List.of();
    }

    @Override
    public PrintWriter out() {
        return new PrintWriter(output, true);
    }

    @Override
    public PrintWriter err() {
        return new PrintWriter(errors, true);
    }
}
