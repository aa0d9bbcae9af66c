package io.borescope.engine.diagnosis;

import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Stage;

/**
 * A finding, and where it was made.
 *
 * @param component whose check it was, as configured; {@code borescope} for the engine's own
 */
public record StageFinding(Stage stage, String component, Finding finding) {}
