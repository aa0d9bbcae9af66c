/**
 * Tests of what users install, each of the packages as its users treat it: {@link ArchiveIT}, {@link DebIT}, {@link RpmIT},
 * {@link ImageIT}, {@link KubernetesIT}. {@link UnitIT} looks at the systemd unit, {@link RuntimeIT} at the Java in them,
 * {@link ContentsIT} at what lies beside them. {@link Packages} knows the files, {@link Command} runs programs, {@link Sandbox} is a
 * machine that may be changed.
 */
@NullMarked
package io.borescope.packages;

import org.jspecify.annotations.NullMarked;
