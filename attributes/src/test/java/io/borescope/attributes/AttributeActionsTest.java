package io.borescope.attributes;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import io.borescope.attributes.AttributeAction.ConvertedType;
import io.borescope.attributes.AttributeAction.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttributeActionsTest {
    private static AttributeAction action(Kind kind, @Nullable String key, @Nullable Value value) {
        return new AttributeAction(key, kind, value, null, null, null, null, null);
    }

    private static AttributeAction from(Kind kind, String key, String source, @Nullable Value fallback) {
        return new AttributeAction(key, kind, null, source, null, fallback, null, null);
    }

    private static AttributeAction pattern(Kind kind, @Nullable String key, String pattern) {
        return new AttributeAction(key, kind, null, null, null, null, pattern, null);
    }

    private static Attributes changed(Attributes attributes, AttributeAction... actions) {
        Stream.of(actions).forEach(action -> assertThat(problems(action)).isEmpty());
        return new AttributeActions(List.of(actions)).apply(attributes);
    }

    private static List<String> problems(AttributeAction action) {
        List<String> problems = new ArrayList<>();
        action.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }

    @Test
    void insertsUpdatesAndUpserts() {
        assertThat(changed(
                        texts("here", "old"),
                        action(Kind.INSERT, "here", Value.of("no")),
                        action(Kind.INSERT, "a", Value.of(2245)),
                        action(Kind.UPDATE, "b", Value.of("no")),
                        action(Kind.UPSERT, "c", Value.of(true)),
                        action(Kind.UPDATE, "here", Value.of("new"))))
                .isEqualTo(texts("here", "new").with("a", Value.of(2245)).with("c", Value.of(true)));
    }

    @Test
    void copiesFromAnotherAttributeOrTakesTheDefault() {
        assertThat(changed(
                        texts("from", "x"),
                        from(Kind.INSERT, "copy", "from", null),
                        from(Kind.INSERT, "none", "missing", null),
                        from(Kind.INSERT, "region", "cloud.region", Value.of("eu"))))
                .isEqualTo(texts("from", "x", "copy", "x", "region", "eu"));
    }

    @Test
    void deletesByNameAndByExpression() {
        assertThat(changed(
                        texts("a", "1", "internal.b", "2", "internal.c", "3", "d", "4"),
                        action(Kind.DELETE, "a", null),
                        pattern(Kind.DELETE, null, "^internal[.]")))
                .isEqualTo(texts("d", "4"));
    }

    /** Expected values are from {@code printf %s text | sha256sum}. */
    @Test
    void hashesValuesLikeTheCollector() {
        Attributes hashed = changed(
                texts("email", "abc", "none", "").with("one", Value.of(true)).with("n", Value.of(1)),
                pattern(Kind.HASH, "email", "^(one|n|none)$"));
        assertThat(hashed.text("email")).contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(hashed.text("one")).contains("4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a");
        assertThat(hashed.text("n")).contains("7c9fa136d4413fa6173637e883b6998d32e1d675f88cddff9dcbcf331820f4b8");
        assertThat(hashed.text("none")).contains("");
    }

    @Test
    void extractsNamedGroupsAsGoWritesThem() {
        assertThat(changed(
                        texts("path", "/users/17/orders", "user_id", "old"),
                        pattern(
                                Kind.EXTRACT,
                                "path",
                                "^\\/users\\/(?P<user_id>[0-9]+)/(?<what>(?<=/)\\w+)(?P<rest>x)?")))
                .isEqualTo(texts("path", "/users/17/orders", "user_id", "17", "what", "orders"));
        assertThat(changed(texts("path", "/health"), pattern(Kind.EXTRACT, "path", "/users/(?P<user>.*)")))
                .isEqualTo(texts("path", "/health"));
    }

    @Test
    void anExpressionThatTakesTooLongFindsNothing() {
        Attributes evil = texts("text", "a".repeat(5_000));
        assertThat(changed(evil, pattern(Kind.EXTRACT, "text", "(?P<all>(a+)+)$b")))
                .isEqualTo(evil);
    }

    @Test
    void convertsWhatCanBeConverted() {
        AttributeAction toInt = new AttributeAction("v", Kind.CONVERT, null, null, null, null, null, ConvertedType.INT);
        AttributeAction toDouble =
                new AttributeAction("v", Kind.CONVERT, null, null, null, null, null, ConvertedType.DOUBLE);
        AttributeAction toText =
                new AttributeAction("v", Kind.CONVERT, null, null, null, null, null, ConvertedType.STRING);
        assertThat(converted(Value.of("200"), toInt)).isEqualTo(Value.of(200));
        assertThat(converted(Value.of(2.9), toInt)).isEqualTo(Value.of(2));
        assertThat(converted(Value.of("abc"), toInt)).isEqualTo(Value.of("abc"));
        assertThat(converted(Value.of("0.5"), toDouble)).isEqualTo(Value.of(0.5));
        assertThat(converted(Value.of(true), toDouble)).isEqualTo(Value.of(1.0));
        assertThat(converted(Value.of(7), toText)).isEqualTo(Value.of("7"));
    }

    private static @Nullable Value converted(Value value, AttributeAction action) {
        return changed(Attributes.EMPTY.with("v", value), action).get("v");
    }

    @Test
    void saysWhatIsWrongWithAnAction() {
        assertThat(problems(action(Kind.INSERT, null, null)))
                .containsExactly(
                        "key: is missing. Write the attribute to insert.",
                        "value: is missing. Write value or from_attribute.");
        assertThat(problems(new AttributeAction("a", Kind.UPSERT, null, null, "metadata.tenant", null, null, null)))
                .singleElement()
                .asString()
                .startsWith("from_context: is not supported");
        assertThat(problems(action(Kind.DELETE, "a", Value.of(1))))
                .singleElement()
                .asString()
                .contains("takes no value");
        assertThat(problems(pattern(Kind.EXTRACT, "a", "b+")))
                .singleElement()
                .asString()
                .contains("no named groups");
        assertThat(problems(pattern(Kind.HASH, null, "(")))
                .singleElement()
                .asString()
                .contains("is no regular expression");
        assertThat(problems(action(Kind.CONVERT, "a", null)))
                .containsExactly("converted_type: is missing. Write int, double or string.");
        assertThat(problems(action(Kind.EXTRACT, "a", null)))
                .singleElement()
                .asString()
                .startsWith("pattern: is missing");
    }
}
