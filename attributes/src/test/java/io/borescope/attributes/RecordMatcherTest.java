package io.borescope.attributes;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Value;
import io.borescope.attributes.MatchProperties.Library;
import io.borescope.attributes.MatchProperties.MatchType;
import io.borescope.attributes.MatchProperties.Property;
import io.borescope.attributes.MatchProperties.Severity;
import io.borescope.testing.OtelRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMatcherTest {
    private static final Group<Object> GROUP =
            new Group<>(OtelRecords.service("shop"), Scope.of("lib", "1.2"), List.of());

    /** What is asked for; changed by each test. */
    private static final class Wanted {
        private MatchType type = MatchType.STRICT;
        private List<String> services = List.of();
        private List<String> spanNames = List.of();
        private List<String> spanKinds = List.of();
        private List<String> bodies = List.of();
        private List<String> metricNames = List.of();
        private @Nullable Severity severity;
        private List<Property> attributes = List.of();
        private List<Property> resources = List.of();
        private List<Library> libraries = List.of();

        MatchProperties properties() {
            return new MatchProperties(
                    type,
                    Map.of(),
                    services,
                    spanNames,
                    spanKinds,
                    bodies,
                    List.of(),
                    severity,
                    metricNames,
                    attributes,
                    resources,
                    libraries);
        }

        boolean matches(Object record) {
            return properties().matcher().matches(GROUP, record);
        }
    }

    private final Wanted wanted = new Wanted();

    @Test
    void spansMatchByNameKindAndAttributes() {
        Object span = OtelRecords.span(1, "GET /cart", texts("code", "200").with("n", Value.of(7)));
        wanted.spanNames = List.of("GET /cart", "other");
        wanted.spanKinds = List.of("SPAN_KIND_SERVER");
        wanted.attributes = List.of(new Property("code", Value.of("200")), new Property("n", null));
        assertThat(wanted.matches(span)).isTrue();

        wanted.attributes = List.of(new Property("n", Value.of("7")));
        assertThat(wanted.matches(span)).as("a text is no number").isFalse();
        wanted.attributes = List.of(new Property("n", Value.of(7)));
        assertThat(wanted.matches(span)).isTrue();
        wanted.spanKinds = List.of("client");
        assertThat(wanted.matches(span)).isFalse();
    }

    @Test
    void expressionsAreLookedForAnywhere() {
        wanted.type = MatchType.REGEXP;
        wanted.spanNames = List.of("^GET", "ART$");
        wanted.attributes = List.of(new Property("code", Value.of("^2..$")));
        assertThat(wanted.matches(OtelRecords.span(1, "GET /cart", texts("code", "204"))))
                .isTrue();
        assertThat(wanted.matches(OtelRecords.span(1, "POST", texts("code", "204"))))
                .isFalse();
        assertThat(wanted.matches(OtelRecords.span(1, "GET /", texts("code", "404"))))
                .isFalse();
    }

    @Test
    void resourcesServicesAndScopesMatchForAllKindsOfRecords() {
        wanted.services = List.of("shop");
        wanted.resources = List.of(new Property("service.name", null));
        wanted.libraries = List.of(new Library("other", null), new Library("lib", "1.2"));
        assertThat(wanted.matches(OtelRecords.gauge("g", 1, Attributes.EMPTY))).isTrue();
        assertThat(wanted.matches(OtelRecords.log(9, "x", Attributes.EMPTY))).isTrue();
        wanted.libraries = List.of(new Library("lib", "1.3"));
        assertThat(wanted.matches(OtelRecords.log(9, "x", Attributes.EMPTY))).isFalse();
    }

    @Test
    void logRecordsMatchByBodyAndSeverity() {
        wanted.severity = new Severity(13, false);
        assertThat(wanted.matches(OtelRecords.log(13, "x", Attributes.EMPTY))).isTrue();
        assertThat(wanted.matches(OtelRecords.log(12, "x", Attributes.EMPTY))).isFalse();
        assertThat(wanted.matches(OtelRecords.log(0, "x", Attributes.EMPTY))).isFalse();
        wanted.severity = new Severity(13, true);
        assertThat(wanted.matches(OtelRecords.log(0, "x", Attributes.EMPTY))).isTrue();
        wanted.bodies = List.of("y");
        assertThat(wanted.matches(OtelRecords.log(24, "x", Attributes.EMPTY))).isFalse();
    }

    @Test
    void whatARecordCannotHaveIsNotThere() {
        wanted.spanNames = List.of("x");
        assertThat(wanted.matches(OtelRecords.log(9, "x", Attributes.EMPTY))).isFalse();
        assertThat(wanted.matches(OtelRecords.gauge("x", 1, Attributes.EMPTY))).isFalse();
        wanted.spanNames = List.of();
        wanted.metricNames = List.of("x");
        assertThat(wanted.matches(OtelRecords.span(1, "x", Attributes.EMPTY))).isFalse();
        assertThat(wanted.matches(OtelRecords.gauge("x", 1, Attributes.EMPTY))).isTrue();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(problems(wanted)).containsExactly("");
        wanted.type = MatchType.REGEXP;
        wanted.spanNames = List.of("ok", "(");
        wanted.spanKinds = List.of("waiter");
        wanted.attributes = List.of(new Property(null, Value.of("(")));
        assertThat(problems(wanted))
                .containsExactly("span_names[1]", "attributes[0].key", "attributes[0].value", "span_kinds[0]");
    }

    private static List<String> problems(Wanted wanted) {
        List<String> keys = new ArrayList<>();
        wanted.properties().validate((key, format, arguments) -> keys.add(key));
        return keys;
    }
}
