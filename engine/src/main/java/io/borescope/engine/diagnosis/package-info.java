/**
 * Walks the stages between host and backend and names the first dead one.
 *
 * <p>{@link io.borescope.engine.diagnosis.Examination} asks the components of a plan for their checks, runs them stage by stage and tells each {@link
 * io.borescope.engine.diagnosis.StageFinding} as soon as it is known; together they are a {@link io.borescope.engine.diagnosis.Diagnosis}.
 */
@NullMarked
package io.borescope.engine.diagnosis;

import org.jspecify.annotations.NullMarked;
