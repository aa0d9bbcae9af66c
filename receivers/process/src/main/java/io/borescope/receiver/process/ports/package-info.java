/**
 * What the ports of observed processes are used for.
 *
 * <p>{@link PortWatch} looks at them on a thread of its own, a {@link WatchedProcess} for each: what a process says about its ports ({@link DeclaredPorts}, from its class,
 * its command line by {@link Options} and its file by {@link SettingsFile}), and on which it really listens ({@link NetworkNamespace},
 * by {@link SocketDiag} or {@link ProcSockets}). It makes
 * a {@link LabelTable} of all that and hands it to {@link PortLabels}, which answers for every event without lock or allocation.
 */
@NullMarked
package io.borescope.receiver.process.ports;

import org.jspecify.annotations.NullMarked;
