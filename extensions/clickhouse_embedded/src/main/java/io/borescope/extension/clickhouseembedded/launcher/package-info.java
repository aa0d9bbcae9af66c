/**
 * What runs in processes of its own, so that a fault of the engine is never the agent's: {@link
 * io.borescope.extension.clickhouseembedded.launcher.EngineMain} serves as long as the agent lives, {@code QueryMain} answers one query. Both
 * take the {@link io.borescope.extension.clickhouseembedded.launcher.DataDirectory} and call the engine through {@code Libchdb}. Uses nothing
 * but the JDK and the guard.
 */
@NullMarked
package io.borescope.extension.clickhouseembedded.launcher;

import org.jspecify.annotations.NullMarked;
