package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.telemetry.PipelineTaps.Watcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place that batches pass, where somebody may look at them. Like the place, it outlives changes of the configuration. Thread-safe. */
final class Tap {
    private static final Logger log = LoggerFactory.getLogger(Tap.class);

    /** Null while nobody looks: all that a batch then meets is this field. */
    private volatile @Nullable List<View> views;

    /** Shows a batch to whoever looks. Never throws what a watcher threw. */
    void show(Batch batch) {
        List<View> now = views;
        if (now != null) {
            now.forEach(view -> view.see(batch));
        }
    }

    /** Shows all batches from now on, until the view is closed. */
    synchronized View open(Watcher watcher) {
        View view = new View(watcher);
        List<View> more = new ArrayList<>(views == null ? List.of() : views);
        more.add(view);
        views = List.copyOf(more);
        return view;
    }

    private synchronized void remove(View view) {
        List<View> fewer = new ArrayList<>(views == null ? List.of() : views);
        fewer.remove(view);
        views = fewer.isEmpty() ? null : List.copyOf(fewer);
    }

    /** One who looks. */
    final class View {
        private final Watcher watcher;
        private volatile boolean failed;

        private View(Watcher watcher) {
            this.watcher = watcher;
        }

        private void see(Batch batch) {
            try {
                watcher.see(batch);
            } catch (Throwable failure) {
                Containment.passOnFatal(failure);
                failed = true;
                remove(this);
                log.error("a watcher failed and sees nothing any more", failure);
            }
        }

        boolean hasFailed() {
            return failed;
        }

        void close() {
            remove(this);
        }
    }
}
