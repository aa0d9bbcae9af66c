package io.borescope.processor.clienttag;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One rule in the list that says which client a process is. All conditions that are given must hold. */
public record ClientRule(
        @Doc("What to call the process: a-z, 0-9, dot, dash and underscore.")
        String client,

        @Doc(
                "Its name as the kernel has it; a longer one is cut to the kernel's 15 bytes. A suffix -binary does not matter.")
        String name,

        @Doc("Java regular expression found somewhere in the path of its program.")
        String executable,

        @Doc("Java regular expression found somewhere in its arguments, which are joined by spaces.")
        String commandLine)
        implements ComponentConfig {

    private static final Pattern CLIENT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int LONGEST_PATTERN = 1_000;

    public ClientRule {
        client = requireNonNullElse(client, "");
        name = requireNonNullElse(name, "");
        executable = requireNonNullElse(executable, "");
        commandLine = requireNonNullElse(commandLine, "");
    }

    @Override
    public void validate(Problems problems) {
        if (!CLIENT.matcher(client).matches()) {
            problems.add(
                    "client", "\"%s\" is not a client. Use a-z, 0-9, dot, dash and underscore, at most 64.", client);
        }
        if (name.isEmpty() && executable.isEmpty() && commandLine.isEmpty()) {
            problems.add("", "has no condition. Add name, executable or command_line.");
        }
        checkPattern(problems, "executable", executable);
        checkPattern(problems, "command_line", commandLine);
    }

    private static void checkPattern(Problems problems, String key, String pattern) {
        if (pattern.length() > LONGEST_PATTERN) {
            problems.add(key, "is %d characters long. Use up to %d.", pattern.length(), LONGEST_PATTERN);
            return;
        }
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            problems.add(key, "\"%s\" is not a regular expression: %s.", pattern, e.getDescription());
        }
    }
}
