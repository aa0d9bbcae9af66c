package io.borescope.benchmarks.gateway;

import io.borescope.benchmarks.gateway.Gateway.Result;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Prints what a record costs in the packaged agent, and beside it in another gateway if there is one. */
public final class GatewayComparison {
    private static final int RECORDS = 200;
    private static final int DIFFERENT_REQUESTS = 32;

    private final int rounds;
    private final int requests;
    private final List<Gateway> gateways;
    private final List<Map<Load, List<Result>>> results;

    private GatewayComparison(int rounds, int requests, List<Gateway> gateways) {
        this.rounds = rounds;
        this.requests = requests;
        this.gateways = gateways;
        this.results = gateways.stream()
                .map(gateway -> (Map<Load, List<Result>>) new EnumMap<Load, List<Result>>(Load.class))
                .toList();
    }

    /** Rounds, requests per round, folder for logs, address of a ClickHouse server or nothing, then the command of each gateway, ours first. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int requests = Integer.parseInt(arguments[1]);
        List<Gateway> gateways = new ArrayList<>();
        try {
            for (int i = 4; i < arguments.length; i++) {
                String name = i == 4 ? "Borescope" : "peer";
                Path log = Path.of(arguments[2], name + ".log");
                gateways.add(new Gateway(name, arguments[i], backend(arguments[3], name), log));
            }
            GatewayComparison comparison = new GatewayComparison(rounds, requests, gateways);
            comparison.run();
            comparison.print();
        } finally {
            gateways.forEach(Gateway::close);
        }
    }

    private static Backend backend(String clickHouse, String gateway) throws Exception {
        return clickHouse.isEmpty()
                ? new CountingBackend()
                : new ClickHouseBackend(URI.create(clickHouse), "gateway_of_" + gateway.toLowerCase(Locale.ROOT));
    }

    private void run() throws Exception {
        for (Load load : Load.values()) {
            Random random = new Random(7);
            byte[][] encoded = IntStream.range(0, DIFFERENT_REQUESTS)
                    .mapToObj(i -> load.request(RECORDS, random))
                    .toArray(byte[][]::new);
            for (int round = -1; round < rounds; round++) { // one to warm up
                for (int i = 0; i < gateways.size(); i++) {
                    Result result = gateways.get(i).run(load, encoded, requests, RECORDS);
                    if (round >= 0) {
                        results.get(i)
                                .computeIfAbsent(load, _ -> new ArrayList<>())
                                .add(result);
                    }
                }
            }
        }
    }

    private void print() {
        System.out.printf(
                "Medians of %d rounds of %,d requests with %d records each, uncompressed, 16 at a time.%n%n",
                rounds, requests, RECORDS);
        System.out.println(
                "| | | records/s | CPU, us per record | peak memory, MiB | refused | records/s, times the peer's | CPU, times the peer's |");
        System.out.println("|----|----|----|----|----|----|----|----|");
        for (Load load : Load.values()) {
            for (int i = 0; i < gateways.size(); i++) {
                printRow(load, i);
            }
        }
    }

    private void printRow(Load load, int gateway) {
        List<Result> runs = results.get(gateway).getOrDefault(load, List.of());
        boolean compares = gateway == 0 && gateways.size() > 1;
        System.out.printf(
                "| %s | %s | %,.0f | %.2f | %,.0f | %,.0f | %s | %s |%n",
                load.text(),
                gateways.get(gateway).name(),
                median(runs, Result::recordsPerSecond),
                median(runs, Result::cpuPerRecord) / 1e3,
                median(runs, Result::peakBytes) / (1 << 20),
                median(runs, Result::refused),
                compares ? "%.2f".formatted(ratio(load, Result::recordsPerSecond)) : "",
                compares ? "%.2f".formatted(ratio(load, Result::cpuPerRecord)) : "");
    }

    /** The median of the rounds' ratios: what disturbs a round disturbs both. */
    private double ratio(Load load, ToDoubleFunction<Result> figure) {
        List<Result> ours = results.getFirst().getOrDefault(load, List.of());
        List<Result> peers = results.getLast().getOrDefault(load, List.of());
        return median(
                IntStream.range(0, rounds).boxed().toList(),
                i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(peers.get(i)));
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> figure) {
        double[] sorted = values.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
