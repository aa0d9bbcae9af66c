package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.CommandCall;
import io.borescope.api.command.CommandException;
import io.borescope.api.command.CommandOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What options say about the rows that a query shall show.
 *
 * @param from the first moment that counts
 * @param to the first moment that counts no more
 * @param limit most rows
 * @param slot 0 for all
 * @param client empty for all
 */
record QueryParameters(Instant from, Instant to, long limit, long slot, String client) {
    static final List<CommandOption> OPTIONS = List.of(
            new CommandOption("--since", "TIME", "30s, 5m, 2h or 7d ago, or 2026-11-21T12:00:00Z. Default: 1h ago."),
            new CommandOption("--until", "TIME", "Likewise. Default: now."),
            new CommandOption("--limit", "N", "Most rows. Default: 20."),
            new CommandOption("--slot", "N", "Rows of one slot only, whenever it was."),
            new CommandOption("--client", "NAME", "Rows of one client only: geth, postgres ..."));

    private static final long LARGEST = 0xffff_ffffL;

    /** Which of a query's parameters an option sets. */
    private static final Map<String, String> PARAMETER_OF_OPTION =
            Map.of("--since", "from", "--until", "to", "--limit", "limit", "--slot", "slot", "--client", "client");

    /** As the engine reads it, whatever its time zone. */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Reads the options.
     *
     * @throws CommandException if one of them is malformed, or means nothing to the query
     */
    static QueryParameters of(CommandCall<?> call, NamedQuery query, Instant now) throws CommandException {
        Set<String> known = query.parameters();
        for (CommandOption option : OPTIONS) {
            String parameter = PARAMETER_OF_OPTION.getOrDefault(option.name(), "");
            if (call.value(option.name()).isPresent() && !known.contains(parameter)) {
                throw CommandException.usage("%s: %s has no {%s:...} that it could stand for."
                        .formatted(option.name(), query.name(), parameter));
            }
        }
        Optional<String> slot = call.value("--slot");
        Instant sinceDefault = slot.isPresent() ? Instant.EPOCH : now.minus(query.since());
        return new QueryParameters(
                time(call, "--since", now, sinceDefault),
                time(call, "--until", now, now),
                number("--limit", call.value("--limit").orElse("20"), 1),
                slot.isPresent() ? number("--slot", slot.get(), 1) : 0,
                call.value("--client").orElse(""));
    }

    private static Instant time(CommandCall<?> call, String option, Instant now, Instant byDefault)
            throws CommandException {
        Optional<String> text = call.value(option);
        try {
            return text.isPresent() ? QueryTime.parse(text.get(), now) : byDefault;
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(option + ": " + e.getMessage());
        }
    }

    private static long number(String option, String text, long least) throws CommandException {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < least || Long.parseLong(text) > LARGEST) {
            throw CommandException.usage(
                    "%s: \"%s\" is no number from %d to %d.".formatted(option, text, least, LARGEST));
        }
        return Long.parseLong(text);
    }

    /** Values of those parameters that a query has. */
    Map<String, String> valuesFor(NamedQuery query) {
        Map<String, String> all = Map.of(
                "from", MOMENT.format(from),
                "to", MOMENT.format(to),
                "limit", Long.toString(limit),
                "slot", Long.toString(slot),
                "client", client);
        Map<String, String> values = new LinkedHashMap<>(all);
        values.keySet().retainAll(query.parameters());
        return values;
    }
}
