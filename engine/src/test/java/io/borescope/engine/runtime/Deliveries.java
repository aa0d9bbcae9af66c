package io.borescope.engine.runtime;

import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.DeliveryConfig.Batching;
import io.borescope.engine.plan.DeliveryConfig.RetryOnFailure;
import io.borescope.engine.plan.DeliveryConfig.SendingQueue;
import io.borescope.engine.plan.DeliveryConfig.Sizer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Delivery settings for tests: retries after a millisecond, for as long as it takes. */
public final class Deliveries {
    public static final RetryOnFailure QUICK_RETRIES =
            new RetryOnFailure(true, Duration.ofMillis(1), 1.5, 0.5, Duration.ofMillis(5), Duration.ZERO);
    public static final RetryOnFailure NO_RETRIES =
            new RetryOnFailure(false, Duration.ofMillis(1), 1.5, 0.5, Duration.ofMillis(5), Duration.ZERO);

    private Deliveries() {}

    public static DeliveryConfig quick() {
        return of(queue(1000, false, null), QUICK_RETRIES);
    }

    public static DeliveryConfig of(SendingQueue queue, RetryOnFailure retries) {
        return new DeliveryConfig(Duration.ofSeconds(30), queue, retries);
    }

    public static SendingQueue queue(int batches, boolean blockOnOverflow, @Nullable Batching batching) {
        return queue(1, batches, Sizer.REQUESTS, blockOnOverflow, null, batching);
    }

    public static SendingQueue queue(
            int consumers,
            long size,
            Sizer sizer,
            boolean blockOnOverflow,
            @Nullable String storage,
            @Nullable Batching batching) {
        return new SendingQueue(true, consumers, size, sizer, blockOnOverflow, false, storage, batching);
    }

    /** Batches joined by items. */
    public static Batching batching(Duration flushTimeout, long minSize, long maxSize) {
        return new Batching(flushTimeout, minSize, maxSize, null);
    }
}
