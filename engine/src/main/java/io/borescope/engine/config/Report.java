package io.borescope.engine.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems and warnings while a configuration is read, so that all of them reach the user at once. */
final class Report {
    /** More than anybody reads; keeps a hostile file from filling the memory. */
    private static final int LIMIT = 1_000;

    private static final int LONGEST_SHOWN = 80;

    private record Finding(Mark mark, Problem problem) {}

    private final List<String> sources;
    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    /**
     * @param sources names of the files read, for the title
     */
    Report(List<String> sources) {
        this.sources = List.copyOf(sources);
    }

    void problem(Mark mark, String path, String message) {
        add(problems, mark, path, message);
    }

    void warning(Mark mark, String path, String message) {
        add(warnings, mark, path, message);
    }

    private static void add(List<Finding> findings, Mark mark, String path, String message) {
        if (findings.size() < LIMIT) {
            findings.add(new Finding(mark, new Problem(mark.toString(), path, message)));
        }
    }

    /** Problems so far; comparing two counts says whether a step found any. */
    int problemCount() {
        return problems.size();
    }

    List<Problem> warnings() {
        return sorted(warnings);
    }

    /** A report that begins with what this one holds. */
    Report copy() {
        Report copy = new Report(sources);
        copy.problems.addAll(problems);
        copy.warnings.addAll(warnings);
        return copy;
    }

    /** A report about the same files that holds nothing yet. */
    Report empty() {
        return new Report(sources);
    }

    void throwIfAny() throws ConfigException {
        if (!problems.isEmpty()) {
            throw asException();
        }
    }

    /** Everything that is wrong; there must be something. */
    ConfigException asException() {
        List<Problem> sorted = sorted(problems);
        StringBuilder message = new StringBuilder(title(sorted.size()));
        for (Problem problem : sorted) {
            message.append("\n  ").append(problem);
        }
        for (Problem warning : warnings()) { // often the reason of a problem, such as a variable that is not set
            message.append("\n  warning: ").append(warning);
        }
        return new ConfigException(message.toString(), sorted);
    }

    private static List<Problem> sorted(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::mark))
                .map(Finding::problem)
                .distinct()
                .toList();
    }

    private String title(int count) {
        String subject = switch (sources.size()) {
            case 0 -> "the configuration has ";
            case 1 -> sources.getFirst() + " has ";
            default ->
                String.join(", ", sources.subList(0, sources.size() - 1)) + " and " + sources.getLast() + " have ";
        };
        return subject + count + (count == 1 ? " problem:" : " problems:");
    }

    /** A user's text for a message: in quotes, on one line, cut when long. */
    static String quoted(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().limit(LONGEST_SHOWN).forEach(codePoint -> appendVisible(shown, codePoint));
        if (text.codePointCount(0, text.length()) > LONGEST_SHOWN) {
            shown.append('…');
        }
        return shown.append('"').toString();
    }

    private static void appendVisible(StringBuilder shown, int codePoint) {
        int type = Character.getType(codePoint);
        boolean visible = !Character.isISOControl(codePoint)
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
        if (visible) {
            shown.appendCodePoint(codePoint);
        } else {
            shown.append("\\u%04x".formatted(codePoint));
        }
    }
}
