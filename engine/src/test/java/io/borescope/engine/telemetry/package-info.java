@NullMarked
package io.borescope.engine.telemetry;

import org.jspecify.annotations.NullMarked;
