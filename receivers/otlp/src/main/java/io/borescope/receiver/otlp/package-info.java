/**
 * Takes spans, log records and data points that others send over OTLP.
 *
 * <p>{@link io.borescope.receiver.otlp.OtlpReceiver} opens a {@code GrpcEndpoint} and an {@code HttpEndpoint}, each as configured. Both hand
 * the bytes of a request to the {@code Intake} of its signal, which reads them and offers the batch to the pipelines; what comes of it is
 * told to the sender in the words of the transport. {@code ServerThreads} read and write without waiting, and a request that is there in whole
 * gets a virtual thread.
 *
 * <p>What senders cannot do: {@code Connections} bounds how many they are, {@code Deadlines} (HTTP) and {@code GrpcArrival} how long they
 * take, {@code RequestMemory} what their requests hold.
 */
@NullMarked
package io.borescope.receiver.otlp;

import org.jspecify.annotations.NullMarked;
