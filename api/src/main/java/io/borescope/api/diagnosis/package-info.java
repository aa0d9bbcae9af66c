/**
 * What {@code borescope doctor} asks components.
 *
 * <p>A factory gives the {@link io.borescope.api.diagnosis.Check}s that a component with a given config needs ({@link
 * io.borescope.api.component.ComponentFactory#checks}); each belongs to a {@link io.borescope.api.diagnosis.Stage} on the way from host to
 * backend and tells {@link io.borescope.api.diagnosis.Finding}s. The engine walks the stages in order and names the first dead one. No
 * component is made for it: nothing runs but the checks.
 */
@NullMarked
package io.borescope.api.diagnosis;

import org.jspecify.annotations.NullMarked;
