package io.borescope.attributes;

import io.borescope.api.config.BoundedPattern;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.otel.Value;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One change of attributes, as users write it. */
public record AttributeAction(
        @Doc("Attribute to change.") @Nullable String key,

        @Doc("What to do: insert, update, upsert, delete, hash, extract or convert.") @Nullable
        Kind action,

        @Doc("insert, update, upsert: the value; a number or a boolean unless it is in quotes.") @Nullable
        Value value,

        @Doc("insert, update, upsert: attribute to take the value from.") @Nullable
        String fromAttribute,

        @Doc("Not supported: nothing is kept of the connection that records came by.") @Nullable
        String fromContext,

        @Doc("insert, update, upsert: the value where from_attribute is not there.") @Nullable
        Value defaultValue,

        @Doc(
                "delete, hash: regular expression that names of attributes are looked through for. extract: one with named groups, which become attributes.")
        @Nullable
        String pattern,

        @Doc("convert: int, double or string.") @Nullable ConvertedType convertedType)
        implements ComponentConfig {

    /** What is done. */
    public enum Kind {
        /** Adds the attribute where it is not there. */
        INSERT,
        /** Changes it where it is there. */
        UPDATE,
        /** Adds or changes it. */
        UPSERT,
        /** Removes it. */
        DELETE,
        /** Replaces its value by the hash of it. */
        HASH,
        /** Adds what named groups of an expression find in its value. */
        EXTRACT,
        /** Gives it another type. */
        CONVERT;

        boolean sets() {
            return this == INSERT || this == UPDATE || this == UPSERT;
        }

        boolean matchesNames() {
            return this == DELETE || this == HASH;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a value becomes. */
    public enum ConvertedType {
        INT,
        DOUBLE,
        STRING
    }

    @Override
    public void validate(Problems problems) {
        if (action == null) {
            problems.add("action", "is missing. Write insert, update, upsert, delete, hash, extract or convert.");
            return;
        }
        if (fromContext != null) {
            problems.add(
                    "from_context",
                    "is not supported: nothing is kept of the connection that records came by. Use value or from_attribute.");
        }
        if ((key == null || key.isEmpty()) && !(action.matchesNames() && pattern != null)) {
            problems.add("key", "is missing. Write the attribute to %s.", action);
        }
        if (action.sets()) {
            checkSource(problems);
        } else if (Stream.of(value, fromAttribute, defaultValue).anyMatch(Objects::nonNull)) {
            problems.add("action", "%s takes no value. Leave value, from_attribute and default_value out.", action);
        }
        checkPattern(problems);
        if ((convertedType != null) != (action == Kind.CONVERT)) {
            problems.add(
                    "converted_type",
                    action == Kind.CONVERT
                            ? "is missing. Write int, double or string."
                            : "belongs to the action convert. Leave it out.");
        }
    }

    private void checkSource(Problems problems) {
        if (value != null && fromAttribute != null) {
            problems.add("value", "stands beside from_attribute. Use one of them.");
        } else if (value == null && fromAttribute == null && defaultValue == null && fromContext == null) {
            problems.add("value", "is missing. Write value or from_attribute.");
        }
    }

    private void checkPattern(Problems problems) {
        Kind kind = Objects.requireNonNull(action);
        if (pattern == null) {
            if (kind == Kind.EXTRACT) {
                problems.add(
                        "pattern", "is missing. Write an expression with named groups: ^/users/(?P<user_id>[0-9]+)");
            }
            return;
        }
        if (kind != Kind.EXTRACT && !kind.matchesNames()) {
            problems.add("pattern", "belongs to the actions extract, delete and hash. Leave it out.");
            return;
        }
        try {
            List<String> groups = GroupPattern.compile(pattern).groups();
            if (kind == Kind.EXTRACT && groups.isEmpty()) {
                problems.add("pattern", "has no named groups. Write (?P<name>...) around what is to be extracted.");
            }
            BoundedPattern.compile(GroupPattern.compile(pattern).toString());
        } catch (PatternSyntaxException e) {
            problems.add("pattern", "is no regular expression: %s", e.getDescription());
        }
    }
}
