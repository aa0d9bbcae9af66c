package io.borescope.api.otel;

/**
 * What telemetry is about: a service, a process, a host. Not to be confused with {@link io.borescope.api.Resource}, which says which agent
 * made a batch.
 *
 * @param dropped attributes that were left out on the way
 * @param schemaUrl of the semantic conventions that the attributes follow; empty if nobody says
 * @see <a href="https://opentelemetry.io/docs/specs/otel/resource/sdk/">Resource</a>
 */
public record OtelResource(Attributes attributes, int dropped, String schemaUrl) {
    /** Attribute with the name of a service. */
    public static final String SERVICE_NAME = "service.name";

    /** One that says nothing. */
    public static final OtelResource EMPTY = of(Attributes.EMPTY);

    /** One with these attributes. */
    public static OtelResource of(Attributes attributes) {
        return new OtelResource(attributes, 0, "");
    }

    /** The same with other attributes. */
    public OtelResource with(Attributes changed) {
        return new OtelResource(changed, dropped, schemaUrl);
    }

    /** What the service calls itself; empty if it does not. */
    public String serviceName() {
        return attributes.text(SERVICE_NAME).orElse("");
    }
}
