package io.borescope.api.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a nested record that has no key of its own: its keys stand beside those of the record that holds it. It is for keys that several groups
 * share. It arrives as a record, never as null, and needs no {@link Doc}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Unwrapped {}
