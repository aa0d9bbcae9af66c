package io.borescope.extension.clickhouseembedded;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Secret;

/**
 * Somebody who may use the engine.
 *
 * @param password at least 8 characters
 * @param readOnly whether statements that change anything are refused
 */
public record UserConfig(
        @Doc("The user's password, required.") Secret password,

        @Doc("Refuse this user what changes anything.") Boolean readOnly) {
    public UserConfig {
        readOnly = requireNonNullElse(readOnly, false);
    }
}
