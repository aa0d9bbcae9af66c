package io.borescope.engine.diagnosis;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.privilege.Capabilities;
import io.borescope.api.privilege.Capability;
import io.borescope.api.privilege.Privilege;
import io.borescope.engine.plan.AgentPlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A privilege and who asks for it.
 *
 * @param component its id
 */
public record NeededPrivilege(String component, Privilege privilege) {
    private static final Logger LOG = LoggerFactory.getLogger(NeededPrivilege.class);

    /** What the components of a plan need, in the order of the flow of data. */
    public static List<NeededPrivilege> of(AgentPlan plan) {
        return plan.components().stream()
                .flatMap(component -> of(component.id().toString(), component.factory(), component.config()))
                .toList();
    }

    private static <C extends ComponentConfig> Stream<NeededPrivilege> of(
            String id, ComponentFactory<C> factory, ComponentConfig config) {
        try {
            return factory.privileges(factory.configType().cast(config)).stream()
                    .map(privilege -> new NeededPrivilege(id, privilege));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: does not tell what privileges it needs: {}", id, e.toString());
            return Stream.empty();
        }
    }

    /** The capabilities without which something does not start. */
    public static Set<Capability> required(List<NeededPrivilege> needed) {
        return capabilities(needed, Privilege::isRequired);
    }

    /** The capabilities that anything has a use for. */
    public static Set<Capability> all(List<NeededPrivilege> needed) {
        return capabilities(needed, _ -> true);
    }

    private static Set<Capability> capabilities(List<NeededPrivilege> needed, Predicate<Privilege> filter) {
        return needed.stream()
                .map(NeededPrivilege::privilege)
                .filter(filter)
                .map(Privilege::capability)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)));
    }

    /**
     * What a start that failed may have been for want of: a sentence that names the required capabilities which are not held, or nothing.
     */
    public static String missing(AgentPlan plan, Capabilities held) {
        List<NeededPrivilege> needed = of(plan);
        return required(needed).stream()
                .filter(capability -> !held.grant(capability))
                .map(capability -> "%s is not held: %s."
                        .formatted(
                                capability,
                                needed.stream()
                                        .filter(need -> need.privilege().capability() == capability)
                                        .map(need -> need.component() + " "
                                                + need.privilege().reason())
                                        .collect(Collectors.joining("; "))))
                .collect(Collectors.joining(" "));
    }
}
