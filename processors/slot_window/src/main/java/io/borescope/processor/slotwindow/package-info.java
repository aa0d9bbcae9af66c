/**
 * Places events in windows by their own time.
 *
 * <p>{@link io.borescope.processor.slotwindow.SlotWindow} takes event batches and hands on the events of one window at a time. {@link
 * io.borescope.processor.slotwindow.WindowGrid} says where on wall time windows begin and end; {@link
 * io.borescope.processor.slotwindow.WindowChain} holds the ones that are open, each beginning where the one before it ended. A batch that
 * lies in one window, as nearly all do, is handed on as it is; only a batch at a border is taken apart.
 * {@link io.borescope.processor.slotwindow.GridBorders} tells others where windows will begin.
 */
@NullMarked
package io.borescope.processor.slotwindow;

import org.jspecify.annotations.NullMarked;
