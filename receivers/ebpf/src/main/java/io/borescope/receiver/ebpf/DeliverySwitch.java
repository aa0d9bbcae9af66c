package io.borescope.receiver.ebpf;

import io.borescope.api.component.ComponentId;
import io.borescope.api.event.EventType;
import io.borescope.api.time.WindowBorders;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.Partials;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which types of events are added up in the kernel for now, and which ones can be. Belongs to the receiver's thread. */
final class DeliverySwitch {
    private static final Logger LOG = LoggerFactory.getLogger(DeliverySwitch.class);

    private final ComponentId id;
    private final Partials partials;
    private final Set<EventType> folded;
    private final WindowBorders borders;
    private final Set<EventType> addedUp = EnumSet.noneOf(EventType.class);
    private boolean hasRoom = true;

    /**
     * @param folded types for which {@code partial_keys} were not enough; grows
     * @param borders of windows; without any, pipelines may be after single events
     */
    DeliverySwitch(ComponentId id, Partials partials, Set<EventType> folded, WindowBorders borders) {
        this.id = id;
        this.partials = partials;
        this.folded = folded;
        this.borders = borders;
    }

    /** The types that can be added up now. */
    Set<EventType> summable(long now) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        if (hasRoom && borders.after(now) != WindowBorders.NEVER) {
            types.addAll(partials.options().switchable());
            types.removeAll(folded);
        }
        return types;
    }

    /** Whether {@code partial_keys} were not enough for a type. */
    boolean isFolded(EventType type) {
        return folded.contains(type);
    }

    /**
     * Changes how a type is handed over, once the programs are told.
     *
     * @return whether that is another way than before
     */
    boolean deliver(EventType type, Delivery delivery) {
        return delivery == Delivery.PARTIALS ? hasRoomFor(type) && addedUp.add(type) : addedUp.remove(type);
    }

    private boolean hasRoomFor(EventType type) {
        try {
            partials.makeRoom(Set.of(type));
        } catch (BpfException e) {
            hasRoom = false;
            LOG.atWarn().log("{}: budget.cpu: events cannot be added up in the kernel: {}", id, e.getMessage());
        }
        return hasRoom;
    }

    /** The types that are added up and would not be without the budget. */
    Set<EventType> addedUp() {
        return Collections.unmodifiableSet(addedUp);
    }
}
