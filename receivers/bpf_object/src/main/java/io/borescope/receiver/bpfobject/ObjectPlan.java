package io.borescope.receiver.bpfobject;

import io.borescope.api.metric.Temporality;
import io.borescope.api.otel.Value;
import io.borescope.bpf.btf.Btf;
import io.borescope.bpf.btf.BtfException;
import io.borescope.bpf.btf.BtfType;
import io.borescope.bpf.btf.Field;
import io.borescope.bpf.btf.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration means for an object: every name in it found in the object's types. Nothing has reached the kernel yet.
 *
 * @param events null if no ring is read
 * @param lost what the counter of lost events looks like; null if there is none
 */
record ObjectPlan(@Nullable EventPlan events, @Nullable Field lost, List<MapPlan> maps, List<Constant> constants) {
    private static final int MOST_NAMED = 40;
    private static final long LARGEST_EVENT = 64 << 10;
    private static final long LARGEST_VALUE = 64 << 10;

    static ObjectPlan of(BpfObjectConfig config, byte[] object) throws ObjectException {
        try {
            return new Maker(config, Btf.ofObject(object)).make();
        } catch (BtfException e) {
            throw new ObjectException(
                    "%s: %s".formatted(config.label(), e.getMessage()), "Compile it with clang -target bpf -O2 -g -c.");
        }
    }

    /** The steps, which share the types. */
    private record Maker(BpfObjectConfig config, Btf btf) {
        ObjectPlan make() throws BtfException, ObjectException {
            List<Constant> constants = new ArrayList<>();
            for (Map.Entry<String, Value> constant : config.constants().entrySet()) {
                constants.add(Constant.of(btf, constant.getKey(), constant.getValue()));
            }
            List<MapPlan> maps = new ArrayList<>();
            for (int i = 0; i < config.maps().size(); i++) {
                maps.add(map("maps[" + i + "]", config.maps().get(i)));
            }
            return new ObjectPlan(events(), lost(), maps, constants);
        }

        private @Nullable EventPlan events() throws BtfException, ObjectException {
            String ring = config.ringBuffer();
            String name = config.event().struct();
            if (ring == null || name == null) {
                return null;
            }
            int struct = struct(name);
            long size = btf.sizeOf(struct);
            if (size > LARGEST_EVENT) {
                throw new ObjectException(
                        "event.struct: struct %s has %d bytes".formatted(name, size),
                        "Events may have %d.".formatted(LARGEST_EVENT));
            }
            FieldSource fields = path -> FieldPath.find(btf, path, struct, 0, path);
            List<MetricPlan> metrics = new ArrayList<>();
            for (int i = 0; i < config.metrics().size(); i++) {
                metrics.add(MetricPlan.of("metrics[" + i + "]", config.metrics().get(i), Temporality.DELTA, fields));
            }
            return new EventPlan(ring, size, timestamp(fields), List.copyOf(metrics), logs(struct, fields));
        }

        private int struct(String name) throws BtfException, ObjectException {
            String names = btf.compositeNames().stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
            return btf.findComposite(name)
                    .orElseThrow(() -> new ObjectException(
                            "event.struct: the object has no struct %s".formatted(name),
                            ("It has: %s. The compiler leaves a struct out that only local variables have; a line"
                                            + " const struct %s *unused __attribute__((unused)); keeps it.")
                                    .formatted(names, name)));
        }

        private @Nullable Field timestamp(FieldSource fields) throws ObjectException {
            String path = config.event().timestamp();
            if (path == null) {
                return null;
            }
            Field field = fields.require("event.timestamp", path);
            if (!field.isNumber() || field.bits() != Long.SIZE) {
                throw new ObjectException(
                        "event.timestamp: %s is no number of 64 bits".formatted(path),
                        "Name the field that bpf_ktime_get_ns() was written to.");
            }
            return field;
        }

        private EventPlan.@Nullable LogPlan logs(int struct, FieldSource fields) throws BtfException, ObjectException {
            LogsConfig logs = config.logs();
            if (logs == null) {
                return null;
            }
            List<Dimension> attributes = new ArrayList<>();
            if (logs.attributes().isEmpty()) {
                FieldPath.readable(btf, struct).forEach(field -> attributes.add(new Dimension(field.path(), field)));
            }
            for (Map.Entry<String, String> attribute : logs.attributes().entrySet()) {
                String key = "logs.attributes." + attribute.getKey();
                attributes.add(new Dimension(attribute.getKey(), fields.require(key, attribute.getValue())));
            }
            Field body = logs.body() == null ? null : fields.require("logs.body", logs.body());
            return new EventPlan.LogPlan(logs.eventName(), body, List.copyOf(attributes));
        }

        private @Nullable Field lost() throws BtfException, ObjectException {
            if (config.lost() == null) {
                return null;
            }
            Field field = FieldPath.find(btf, config.lost(), type("lost", config.lost(), MapPlan.VALUE), 0, "");
            if (!field.isNumber()) {
                throw new ObjectException(
                        "lost: the values of %s are no numbers".formatted(config.lost()), "Count in a map of __u64.");
            }
            return field;
        }

        private MapPlan map(String key, MapConfig map) throws BtfException, ObjectException {
            int keyType = type(key, map.name(), MapPlan.KEY);
            int valueType = type(key, map.name(), MapPlan.VALUE);
            long keySize = btf.sizeOf(keyType);
            long valueSize = btf.sizeOf(valueType);
            if (keySize > LARGEST_VALUE || valueSize > LARGEST_VALUE) {
                throw new ObjectException(
                        "%s: entries of %s have %d and %d bytes".formatted(key, map.name(), keySize, valueSize),
                        "Keys and values may have %d each.".formatted(LARGEST_VALUE));
            }
            List<MetricPlan> metrics = new ArrayList<>();
            for (int i = 0; i < map.metrics().size(); i++) {
                MetricConfig metric = map.metrics().get(i);
                Temporality temporality = metric.type() == MetricType.GAUGE ? Temporality.INSTANT : Temporality.DELTA;
                String place = "%s.metrics[%d]".formatted(key, i);
                MapPlan.Fields fields = new MapPlan.Fields(btf, keyType, valueType);
                checkPaths(place, metric);
                metrics.add(
                        metric.type() == MetricType.HISTOGRAM
                                ? MetricPlan.ofBuckets(place, metric, fields)
                                : MetricPlan.of(place, metric, temporality, fields));
            }
            return new MapPlan(map, keySize, valueSize, List.copyOf(metrics));
        }

        private static void checkPaths(String key, MetricConfig metric) throws ObjectException {
            List<String> paths = new ArrayList<>(metric.dimensions().values());
            Stream.of(metric.value(), metric.bucket()).filter(Objects::nonNull).forEach(paths::add);
            for (String path : paths) {
                if (!MapPlan.isPath(path)) {
                    throw new ObjectException(
                            "%s: %s is no part of an entry".formatted(key, path),
                            "Begin with key or value, as in key.pid and value, or write cpu.");
                }
            }
        }

        private int type(String key, String map, String part) throws BtfException, ObjectException {
            List<String> maps =
                    btf.variables(".maps").stream().map(Btf.Variable::name).toList();
            if (!maps.contains(map)) {
                throw new ObjectException(
                        "%s: the object has no map %s".formatted(key, map),
                        "It has: %s.".formatted(String.join(", ", maps)));
            }
            int type = btf.mapType(map, part)
                    .orElseThrow(() -> new ObjectException(
                            "%s: the map %s does not say what its %ss are".formatted(key, map, part),
                            "Declare it with __type(%s, ...), not by its size.".formatted(part)));
            if (btf.resolve(type) instanceof BtfType.Other) {
                throw new ObjectException(
                        "%s: the %ss of the map %s cannot be read".formatted(key, part, map), "Declare their struct.");
            }
            return type;
        }
    }
}
