package io.borescope.api.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents a key of a {@link ComponentConfig}: a sentence for {@code --help}, schemas and the table on the component's page. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {
    /** What the key means and when to change it. */
    String value();
}
