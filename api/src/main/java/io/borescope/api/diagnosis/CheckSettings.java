package io.borescope.api.diagnosis;

import java.util.Optional;

/**
 * What the engine gives a check.
 *
 * @param subject the process that the user asks about, if there is one
 */
public record CheckSettings(Optional<Subject> subject) {}
