package io.borescope.exporter.clickhouse.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether tables live on one server or on a cluster; the statements of both come from the same files. */
public sealed interface SchemaForm {
    /** What a statement of a file becomes, in order. */
    List<Step> steps(Statement statement);

    /** The table that holds the rows. */
    String dataTable(String table);

    /** What follows a table's name where a statement is for the whole cluster. */
    String onCluster();

    /** What a small table is read from that may be on any server. */
    String anywhere(String table);

    /** What follows a query of it: nothing where that is not needed, since not everybody may change settings. */
    String readSettings();

    /** What is wrong if one of our tables has this name and engine. */
    Optional<String> misfit(String table, String engine);

    /** One server: each table is a table. */
    record SingleNode() implements SchemaForm {
        private static final String REMEDY =
                ", so the database has the cluster form. Configure cluster.name (\"{cluster}\" for what Observoor made), or another database.";

        @Override
        public List<Step> steps(Statement statement) {
            Optional<Step.Condition> condition = statement instanceof Statement.Drop drop
                    ? Optional.of(new Step.Condition(drop.table(), drop.column()))
                    : Optional.empty();
            return List.of(new Step(statement.sql(), condition));
        }

        @Override
        public String dataTable(String table) {
            return table;
        }

        @Override
        public String onCluster() {
            return "";
        }

        @Override
        public String anywhere(String table) {
            return table;
        }

        @Override
        public String readSettings() {
            return "";
        }

        @Override
        public Optional<String> misfit(String table, String engine) {
            if (table.endsWith(Cluster.LOCAL)) {
                return Optional.of("There is a table " + table + REMEDY);
            }
            return engine.equals("Distributed") ? Optional.of(table + " is Distributed" + REMEDY) : Optional.empty();
        }
    }

    /**
     * A cluster, as Observoor makes its tables: {@code <name>_local} holds a shard's rows and is replicated, {@code <name>} is Distributed over
     * all shards. Macros stay what they are until the servers put in their own values.
     *
     * @param name of the cluster, usually the macro {@code {cluster}}
     * @param replicaPath where Keeper keeps what the replicas of a table share
     * @param replicaName differs for each replica
     */
    record Cluster(String name, String replicaPath, String replicaName) implements SchemaForm {
        static final String LOCAL = "_local";
        private static final Pattern CODEC = Pattern.compile(" CODEC\\(.*\\)$");

        @Override
        public List<Step> steps(Statement statement) {
            return switch (statement) {
                case Statement.Create create -> List.of(createLocal(create), createDistributed(create));
                case Statement.View view ->
                    List.of(Step.always(view.sql(onCluster(), dataTable(view.target()), dataTable(view.source()))));
                case Statement.Drop drop -> List.of(drop(drop, drop.table()), drop(drop, dataTable(drop.table())));
                case Statement.Alter alter -> alter(alter);
            };
        }

        private Step createLocal(Statement.Create create) {
            String arguments = create.engineArguments().isEmpty() ? "" : ", " + create.engineArguments();
            return Step.always("CREATE TABLE IF NOT EXISTS %s%s (%s) ENGINE = Replicated%s('%s', '%s'%s)\n%s"
                    .formatted(
                            dataTable(create.table()),
                            onCluster(),
                            create.columns(),
                            create.engine(),
                            replicaPath,
                            replicaName,
                            arguments,
                            create.keys()));
        }

        private Step createDistributed(Statement.Create create) {
            return Step.always(
                    "CREATE TABLE IF NOT EXISTS %s%s AS %s\nENGINE = Distributed('%s', currentDatabase(), %s, cityHash64(%s))"
                            .formatted(
                                    create.table(),
                                    onCluster(),
                                    dataTable(create.table()),
                                    name,
                                    dataTable(create.table()),
                                    shardingKey(create)));
        }

        /** Part of the contract: it decides which rows meet in one shard and can replace each other. */
        private static String shardingKey(Statement.Create create) {
            if (create.columns().contains("MetricName ")) {
                return "ServiceName, MetricName, " + create.timeColumn();
            }
            if (create.columns().contains("Body ")) {
                return "ServiceName, " + create.timeColumn();
            }
            if (create.columns().contains("TraceId ")) {
                return "TraceId"; // a trace and what says when it was are in one shard
            }
            String host = create.table().equals("host_specs") ? "host_id, " : "";
            return create.timeColumn() + ", meta_network_name, " + host + "meta_client_name";
        }

        private Step drop(Statement.Drop drop, String table) {
            return new Step(
                    "DROP TABLE IF EXISTS " + table + onCluster() + " SYNC",
                    Optional.of(new Step.Condition(dataTable(drop.table()), drop.column())));
        }

        private List<Step> alter(Statement.Alter alter) {
            // Replicated tables remember inserts without being told to.
            List<String> local = alter.commands().stream()
                    .filter(command -> !command.startsWith("MODIFY SETTING non_replicated_"))
                    .toList();
            // It keeps no rows, so it has neither order nor codecs.
            List<String> distributed = local.stream()
                    .filter(command -> command.contains(" COLUMN "))
                    .map(command -> CODEC.matcher(command).replaceFirst(""))
                    .toList();
            List<Step> steps = new ArrayList<>();
            addAlter(steps, dataTable(alter.table()), local);
            addAlter(steps, alter.table(), distributed);
            return steps;
        }

        private void addAlter(List<Step> steps, String table, List<String> commands) {
            if (!commands.isEmpty()) {
                steps.add(Step.always(
                        "ALTER TABLE " + table + onCluster() + "\n    " + String.join(",\n    ", commands)));
            }
        }

        @Override
        public String dataTable(String table) {
            return table + LOCAL;
        }

        @Override
        public String onCluster() {
            return " ON CLUSTER '" + name + "'";
        }

        @Override
        public String anywhere(String table) {
            return "clusterAllReplicas('" + name + "', currentDatabase(), " + table + ")";
        }

        /** A server that has no such table has nothing to say. */
        @Override
        public String readSettings() {
            return " SETTINGS skip_unavailable_shards = 1";
        }

        @Override
        public Optional<String> misfit(String table, String engine) {
            boolean holdsRows = engine.endsWith("MergeTree") && !table.endsWith(LOCAL);
            return holdsRows
                    ? Optional.of(
                            "%s is a %s, so the database has the single-node form. Leave out cluster.name, or configure another database."
                                    .formatted(table, engine))
                    : Optional.empty();
        }
    }
}
