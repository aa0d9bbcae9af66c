/** Tests of accounts, status and figures. */
@NullMarked
package io.borescope.engine.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
