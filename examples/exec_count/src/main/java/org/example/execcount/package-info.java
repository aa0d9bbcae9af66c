/**
 * A receiver with a BPF program of its own. {@link org.example.execcount.ExecCounter} owns what is in the kernel, {@link
 * org.example.execcount.ExecCount} makes data points of it, on the one thread that the engine gives.
 */
package org.example.execcount;
