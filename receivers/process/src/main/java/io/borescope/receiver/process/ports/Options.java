package io.borescope.receiver.process.ports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options in a program's arguments: {@code --name=value}, {@code --name value}, with one dash or two. One that is given twice has its
 * last value. What stands behind {@code --} is no option.
 */
final class Options {
    private final Map<String, String> values = new HashMap<>();

    private Options() {}

    static Options parse(List<String> arguments) {
        Options options = new Options();
        for (int i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
            String argument = arguments.get(i);
            if (isOption(argument)) {
                int equals = argument.indexOf('=');
                boolean valueFollows = equals < 0 && i + 1 < arguments.size() && !isOption(arguments.get(i + 1));
                String following = valueFollows ? arguments.get(++i) : "";
                options.values.put(
                        name(equals < 0 ? argument : argument.substring(0, equals)),
                        equals < 0 ? following : argument.substring(equals + 1));
            }
        }
        return options;
    }

    private static boolean isOption(String argument) {
        return argument.length() > 1 && argument.startsWith("-");
    }

    /** An option's name without its dashes. */
    static String name(String flag) {
        return flag.startsWith("--") ? flag.substring(2) : flag.substring(1);
    }

    /** The value of an option, empty if it has none; nothing if it is not given. */
    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
