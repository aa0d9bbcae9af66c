/**
 * From YAML to an {@link io.borescope.engine.plan.AgentPlan}, with every problem in one report.
 *
 * <p>{@link io.borescope.engine.config.ConfigTree} reads and merges files ({@code YamlReader}), applies {@code --set}, and expands {@code
 * ${env:…}} and {@code ${file:…}} ({@code Expander}). What comes out is a tree of {@code Node}s that know where they were written. {@code
 * Planner} walks the tree with the plugins' factories: {@code Binder} turns the YAML of a component into its config record, {@code
 * SignalChain} type-checks each pipeline. All of them put what is wrong into one {@code Report}; if it holds anything at the end, it becomes
 * a {@link io.borescope.engine.config.ConfigException}. {@code ConfigPrinter} writes the tree back with the secrets redacted.
 *
 * <p>Public are the ways in and out: {@code ConfigTree}, {@link io.borescope.engine.config.LoadedConfig}, {@link
 * io.borescope.engine.config.LogsConfig} and the exception.
 */
@NullMarked
package io.borescope.engine.config;

import org.jspecify.annotations.NullMarked;
