package io.borescope.processor.resource;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.attributes.AttributeAction;
import java.util.List;

/** What users write under {@code resource}. */
public record ResourceConfig(
        @Doc("Changes of the resource's attributes, one after the other. At least one.")
        List<AttributeAction> attributes)
        implements ComponentConfig {

    @Override
    public void validate(Problems problems) {
        if (attributes.isEmpty()) {
            problems.add(
                    "attributes",
                    "is empty. Write at least one: - {key: k8s.cluster.name, value: eu-1, action: upsert}");
        }
        for (int i = 0; i < attributes.size(); i++) {
            attributes.get(i).validate(problems.within("attributes[" + i + "]"));
        }
    }
}
