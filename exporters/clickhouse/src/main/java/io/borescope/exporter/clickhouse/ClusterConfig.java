package io.borescope.exporter.clickhouse;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.exporter.clickhouse.schema.SchemaForm;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How tables are spread over a cluster.
 *
 * @param name null for a single server
 * @param replicaPath in Keeper
 * @param replicaName differs for each replica
 */
public record ClusterConfig(
        @Doc(
                "Cluster that the schema is made on: its name, or a macro of the servers such as \"{cluster}\". Left out, the tables are those of a single server.")
        @Nullable
        String name,

        @Doc("Where Keeper keeps what the replicas of a table share. The servers put in their macros.")
        String replicaPath,

        @Doc("What tells replicas apart.") String replicaName) {

    private static final String OBSERVOOR_PATH =
            "/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.{}-]{1,128}");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_.{}/-]{1,512}");

    /** A single server. */
    public static final ClusterConfig NONE = new ClusterConfig(null, OBSERVOOR_PATH, "{replica}");

    @SuppressWarnings("NullAway") // as the engine makes it
    public ClusterConfig {
        replicaPath = requireNonNullElse(replicaPath, OBSERVOOR_PATH);
        replicaName = requireNonNullElse(replicaName, "{replica}");
    }

    ClusterConfig withName(@Nullable String other) {
        return new ClusterConfig(other, replicaPath, replicaName);
    }

    void validate(Problems problems) {
        if (name != null && !NAME.matcher(name).matches()) {
            problems.add("cluster.name", "\"%s\" is no name of a cluster. Use letters, digits, _ . - and { }.", name);
        }
        if (!PATH.matcher(replicaPath).matches()) {
            problems.add(
                    "cluster.replica_path", "\"%s\" is no path in Keeper, such as %s.", replicaPath, OBSERVOOR_PATH);
        } else if (!replicaPath.contains("{table}") && !replicaPath.contains("{uuid}")) {
            problems.add("cluster.replica_path", "is the same for all tables. Put {table} in it.");
        } else if (!replicaPath.contains("{shard}")) {
            problems.add("cluster.replica_path", "is the same for all shards. Put {shard} in it.");
        }
        if (!NAME.matcher(replicaName).matches()) {
            problems.add("cluster.replica_name", "\"%s\" is no name. Use a macro such as {replica}.", replicaName);
        }
    }

    SchemaForm form() {
        return name == null ? new SchemaForm.SingleNode() : new SchemaForm.Cluster(name, replicaPath, replicaName);
    }
}
