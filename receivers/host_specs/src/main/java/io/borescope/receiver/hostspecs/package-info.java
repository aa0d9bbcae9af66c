/**
 * Says what a host is made of: one row when the agent starts and one now and then.
 *
 * <p>{@link HostSpecs} owns a thread, which runs {@link HostSpecsCycle}. That looks at {@link OperatingSystem}, {@link Cpus}, {@link Memory}
 * (whose modules only firmware knows: {@link SmbiosTable}) and {@link Disk}s through {@link HostFiles}, and makes a {@link HostReport} of
 * what they say. What a host does not tell is empty, 0 or -1, and no error.
 */
@NullMarked
package io.borescope.receiver.hostspecs;

import org.jspecify.annotations.NullMarked;
