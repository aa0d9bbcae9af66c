package io.borescope.api.component;

/**
 * Where data comes from. It runs on threads of its own, asked for with {@link ReceiverSettings#workers()}, and hands batches to the
 * consumers in its {@link Outputs}. When {@link #close()} returns, everything that was seen has been handed on.
 */
public interface Receiver extends Component {}
