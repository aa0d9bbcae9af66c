package io.borescope.processor.attributes;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.attributes.AttributeAction;
import io.borescope.attributes.MatchProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What users write under {@code attributes}. */
public record AttributesConfig(
        @Doc("Changes, one after the other. At least one.") List<AttributeAction> actions,

        @Doc("Records to change; all if left out.") @Nullable
        MatchProperties include,

        @Doc("Records not to change, of those included.") @Nullable
        MatchProperties exclude)
        implements ComponentConfig {

    @Override
    public void validate(Problems problems) {
        if (actions.isEmpty()) {
            problems.add("actions", "is empty. Write at least one: - {key: team, value: shop, action: insert}");
        }
        for (int i = 0; i < actions.size(); i++) {
            actions.get(i).validate(problems.within("actions[" + i + "]"));
        }
        if (include != null) {
            include.validate(problems.within("include"));
        }
        if (exclude != null) {
            exclude.validate(problems.within("exclude"));
        }
    }
}
