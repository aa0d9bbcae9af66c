/**
 * Components and their factories: what a plugin brings.
 *
 * <p>A plugin lists its factories in {@code META-INF/services}, one file per kind: {@link io.borescope.api.component.ReceiverFactory},
 * {@link io.borescope.api.component.ProcessorFactory}, {@link io.borescope.api.component.ExporterFactory}, {@link
 * io.borescope.api.component.ExtensionFactory}. A factory is stateless and inert: it names its type and its config record and builds the component; nothing
 * is opened before {@link io.borescope.api.component.Component#start()}. What the engine gives a component arrives as settings in its
 * constructor; what users configure arrives as its config. The two never mix.
 *
 * <p>Data flows receiver, processors, exporter. Receivers and exporters exist once and are shared by the pipelines that name them;
 * processors exist once per pipeline.
 */
@NullMarked
package io.borescope.api.component;

import org.jspecify.annotations.NullMarked;
