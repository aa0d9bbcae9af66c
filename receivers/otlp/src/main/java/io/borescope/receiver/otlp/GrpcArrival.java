package io.borescope.receiver.otlp;

import io.borescope.api.telemetry.Counter;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one call: its message may take only so long to come in, and what is there of it only so much memory. gRPC itself bounds neither, as
 * long as a sender says something from time to time.
 */
final class GrpcArrival extends ServerStreamTracer {
    private final Watch watch;
    private final RequestMemory.Share memory;
    private Context.@Nullable CancellableContext call;
    private volatile @Nullable Future<?> deadline;

    private GrpcArrival(Watch watch) {
        this.watch = watch;
        this.memory = watch.memory.share();
    }

    /** Called first. */
    @Override
    public Context filterContext(Context context) {
        Context.CancellableContext cancellable = context.withCancellation();
        call = cancellable;
        if (!watch.limit.isZero()) {
            deadline = watch.timer.schedule(
                    this::tooSlow, TimeUnit.NANOSECONDS.convert(watch.limit), TimeUnit.NANOSECONDS);
        }
        return cancellable;
    }

    private void tooSlow() {
        watch.slow.add(1);
        giveUp("The request did not come in within read_timeout.");
    }

    @Override
    public void inboundWireSize(long bytes) {
        hold(bytes);
    }

    @Override
    public void inboundUncompressedSize(long bytes) {
        hold(bytes);
    }

    private void hold(long bytes) {
        if (!memory.grow(bytes)) {
            giveUp("There is no memory for it now.");
        }
    }

    /** Resets the call, which tells the sender to come again. gRPC does so for one reason only: that its time is over. */
    private void giveUp(String why) {
        Context.CancellableContext cancellable = call;
        if (cancellable != null) {
            cancellable.cancel(Status.DEADLINE_EXCEEDED.withDescription(why).asException());
        }
    }

    @Override
    public void inboundMessageRead(int number, long wireSize, long size) {
        cancelDeadline();
    }

    private void cancelDeadline() {
        Future<?> running = deadline;
        if (running != null) {
            running.cancel(false);
        }
    }

    @Override
    public void streamClosed(Status status) {
        cancelDeadline();
        memory.close();
        Context.CancellableContext cancellable = call;
        if (cancellable != null) {
            cancellable.cancel(null);
        }
    }

    /**
     * Watches all calls of a server.
     *
     * @param limit time in which a message comes in; zero for none
     * @param slow counts calls whose message did not
     */
    record Watch(Duration limit, ScheduledExecutorService timer, RequestMemory memory, Counter slow) {
        Factory factory() {
            return new Factory() {
                @Override
                public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                    return new GrpcArrival(Watch.this);
                }
            };
        }
    }
}
