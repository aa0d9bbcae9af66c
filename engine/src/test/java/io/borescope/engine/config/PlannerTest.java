package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import io.borescope.api.config.ByteSize;
import io.borescope.engine.config.TestComponents.EbpfConfig;
import io.borescope.engine.config.TestComponents.WindowConfig;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.PlannedExporter;
import io.borescope.engine.plan.PlannedPipeline;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    @Test
    void plansAPipelineFromReceiversToExporters() throws Exception {
        AgentPlan plan = Reading.of(Reading.FULL).plan();

        assertThat(plan.receivers())
                .extracting(receiver -> receiver.id().toString())
                .containsExactly("process", "ebpf");
        assertThat(plan.extensions())
                .extracting(extension -> extension.factory().type().name())
                .containsExactly("health");
        assertThat(plan.shutdownTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Reading.config(plan, EbpfConfig.class).ringSize()).isEqualTo(ByteSize.ofMebibytes(2));
        assertThat(Reading.config(plan, WindowConfig.class).interval()).isEqualTo(Duration.ofMillis(200));
        PlannedPipeline pipeline = plan.pipelines().getFirst();
        assertThat(pipeline.id()).isEqualTo("kernel");
        assertThat(pipeline.input()).isEqualTo(Signal.EVENTS);
        assertThat(pipeline.output()).isEqualTo(Signal.METRICS);
        assertThat(pipeline.exporters()).containsExactly(ComponentId.parse("http/main"), ComponentId.parse("debug"));
    }

    @Test
    void givesTheDeliveryKeysOfAnExporterToTheEngine() throws Exception {
        PlannedExporter exporter = Reading.of(Reading.FULL).plan().exporters().getFirst();

        assertThat(exporter.delivery().timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(exporter.delivery().sendingQueue().queueSize()).isEqualTo(5);
        assertThat(exporter.delivery().sendingQueue().batch()).isNull();
        assertThat(exporter.delivery().retryOnFailure().enabled()).isTrue();
    }

    @Test
    void describesTheInstallationAsAResource() throws Exception {
        Resource resource = Reading.of(Reading.SMALL + """
                  instance: web-1
                  network: mainnet
                  resource: {region: eu, "host.name": h1, zone: 3}
                """).plan().resource();

        assertThat(resource.attributes())
                .containsEntry(Resource.INSTANCE_NAME, "web-1")
                .containsEntry(Resource.NETWORK_NAME, "mainnet")
                .containsEntry("host.name", "h1")
                .containsEntry("zone", "3");
    }

    @Test
    void namesTheInstanceAfterTheHostUnlessTold() throws Exception {
        assertThat(Reading.of(Reading.SMALL).plan().resource().find(Resource.INSTANCE_NAME))
                .hasValueSatisfying(name -> assertThat(name).isNotBlank());
    }

    @Test
    void reportsAllProblemsAtOnceInTheOrderOfWriting() {
        assertThat(Reading.of("""
                receivers:
                  process:
                  ebpf:
                    ring_size: 3MiB
                exporters:
                  clickhouse:
                  debug:
                service:
                  pipelines:
                    logs:
                      receivers: [process, ebpf]
                      exporters: [debgu]
                """).failure()).hasMessage("""
                agent.yaml has 3 problems:
                  agent.yaml:4:16 receivers.ebpf.ring_size: 3MiB is not a power of two. Use 1MiB, 2MiB or 4MiB.
                  agent.yaml:6:3 exporters.clickhouse: unknown exporter type "clickhouse". Known: debug, http.
                  agent.yaml:12:19 service.pipelines.logs.exporters[0]: "debgu" is not configured. Did you mean "debug"? Configured exporters: clickhouse, debug.
                  warning: agent.yaml:7:3 exporters.debug: is not used by any pipeline, so it is not started.""");
    }

    @Test
    void refusesUnknownKeysEverywhereAndNamesTheNearest() {
        assertThat(Reading.of("""
                recievers:
                receivers:
                  host:
                    verbose: true
                  process:
                    include:
                      - nmae: x
                exporters:
                  http:
                    endpoint: http://h
                    sending_queue: {queue_sise: 4}
                    retry_on_falure: {}
                service:
                  pipelines:
                    main: {receivers: [host], exporters: [http], procesors: []}
                """).problems())
                .containsExactly(
                        "agent.yaml:1:1 recievers: unknown key. Did you mean \"receivers\"? Valid: exporters, extensions, processors, receivers, service.",
                        "agent.yaml:4:5 receivers.host.verbose: unknown key. Valid: none.",
                        "agent.yaml:7:9 receivers.process.include[0].nmae: unknown key. Did you mean \"name\"? Valid: children, name, pid.",
                        "agent.yaml:11:21 exporters.http.sending_queue.queue_sise: unknown key. Did you mean \"queue_size\"? Valid: batch, block_on_overflow, enabled, num_consumers, queue_size, sizer, storage, wait_for_result.",
                        "agent.yaml:12:5 exporters.http.retry_on_falure: unknown key. Did you mean \"retry_on_failure\"? Valid: endpoint, headers, label, network, password, retry_on_failure, sending_queue, timeout.",
                        "agent.yaml:15:50 service.pipelines.main.procesors: unknown key. Did you mean \"processors\"? Valid: exporters, processors, receivers.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ebpf    | ring_size: 3XB         | "3XB" is not a size. Write 4096, 64KiB, 4MiB or 1GiB.
            ebpf    | ring_size: [1]         | must be a size such as 64KiB or 4MiB, not a list.
            ebpf    | children: yes          | "yes" must be true or false.
            ebpf    | limit: many            | "many" must be a whole number.
            ebpf    | limit: 1.5             | "1.5" must be a whole number.
            ebpf    | limit: 99999999999999999999 | 99999999999999999999 must be from -9223372036854775808 to 9223372036854775807.
            ebpf    | sampling: half         | "half" must be a number.
            ebpf    | groups: syscalls       | must be a list, not a single value. Write [ ] around it.
            ebpf    | groups: [disc_io]      | "disc_io" is not one of disk_io, syscalls. Did you mean "disk_io"?
            process | include: {pid: 1}      | must be a list, not a map.
            process | include: [5]           | must be a map of keys, not a single value.
            process | fallback: pid:5        | must be a map of keys, not a single value. Is a blank missing after the ":"?
            """)
    void refusesAValueOfTheWrongTypeAndSaysWhatIsRight(String receiver, String line, String message) {
        String yaml = "receivers:\n  %s:\n    %s\n".formatted(receiver, line)
                + Reading.SMALL.replace("receivers:\n  host:", "  host:");
        assertThat(Reading.of(yaml).problems())
                .singleElement()
                .asString()
                .startsWith("agent.yaml:3:")
                .endsWith(": " + message);
    }

    @Test
    void placesWhatAComponentSaysAtTheNearestThingThatWasWritten() {
        assertThat(Reading.of("""
                receivers:
                  host:
                  process:
                    include:
                      - pid: 1
                      - name: x
                        pid: -4
                exporters:
                  http:
                    label: x
                service:
                  pipelines:
                    main: {receivers: [host], exporters: [http]}
                """).problems())
                .containsExactly(
                        "agent.yaml:7:14 receivers.process.include[1].pid: is -4; it must be above 0.",
                        "agent.yaml:10:5 exporters.http.endpoint: is missing. Write one such as http://localhost:8080.");
    }

    @Test
    void checksThatAQueueOnDiskHasAStorageThatIsStarted() throws ConfigException {
        String yaml = """
                receivers:
                  host:
                exporters:
                  http:
                    endpoint: http://localhost:1
                    sending_queue:
                      storage: STORAGE
                extensions:
                  health:
                  file_storage:
                service:
                  extensions: [health]
                  pipelines:
                    main: {receivers: [host], exporters: [http]}
                """;
        String place = "agent.yaml:7:16 exporters.http.sending_queue.storage: ";
        assertThat(Reading.of(yaml.replace("STORAGE", "fil_storage")).problems())
                .containsExactly(
                        place
                                + "\"fil_storage\" is not configured. Did you mean \"file_storage\"? Configured extensions: file_storage, health.");
        assertThat(Reading.of(yaml.replace("STORAGE", "health")).problems())
                .containsExactly(place + "\"health\" keeps nothing for others. Use file_storage.");
        assertThat(Reading.of(yaml.replace("STORAGE", "file_storage")).problems())
                .containsExactly(place + "\"file_storage\" is not started. Add it to service.extensions.");
        assertThat(Reading.of(yaml.replace("STORAGE", "file_storage").replace("[health]", "[file_storage]"))
                        .plan()
                        .exporters())
                .singleElement()
                .satisfies(exporter ->
                        assertThat(exporter.delivery().retriesEndAfter()).isZero());
    }

    @Test
    void refusesToKeepOrMeasureWhatCannotBeWrittenDown() {
        String yaml = """
                receivers:
                  ebpf:
                  process:
                exporters:
                  debug:
                    sending_queue: {QUEUE}
                extensions:
                  file_storage:
                service:
                  extensions: [file_storage]
                  pipelines:
                    kernel: {receivers: [ebpf, process], exporters: [debug]}
                """;
        assertThat(Reading.of(yaml.replace("QUEUE", "storage: file_storage")).problems())
                .containsExactly(
                        "agent.yaml:6:30 exporters.debug.sending_queue.storage: pipeline \"kernel\" brings events,"
                                + " which cannot be kept on disk. Possible: metrics, data_points, logs, traces.");
        assertThat(Reading.of(yaml.replace("QUEUE", "sizer: bytes")).problems())
                .containsExactly(
                        "agent.yaml:6:28 exporters.debug.sending_queue.sizer: pipeline \"kernel\" brings events,"
                                + " which cannot be measured in bytes. Possible: metrics, data_points, logs, traces.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            storage: file_storage, enabled: false         | storage: has no use while enabled is false. Remove one of the two.
            storage: file_storage, wait_for_result: true  | wait_for_result: has no use with storage: what is on disk is delivered later. Remove one of the two.
            sizer: items, queue_size: 10, batch: {}       | batch.min_size: is 8192, above queue_size of 10, which would fill up before. Lower it.
            batch: {sizer: requests}                      | batch.sizer: cannot be requests here. Use items or bytes.
            batch: {min_size: -1}                         | batch.min_size: is -1; it must be 0 or more.
            """)
    void refusesQueuesThatContradictThemselves(String queue, String problem) {
        assertThat(Reading.of("""
                receivers:
                  host:
                exporters:
                  http:
                    endpoint: http://localhost:1
                    sending_queue: {QUEUE}
                service:
                  pipelines:
                    main: {receivers: [host], exporters: [http]}
                """.replace("QUEUE", queue)).problems())
                .singleElement()
                .asString()
                .endsWith("exporters.http.sending_queue." + problem);
    }

    @Test
    void namesTheFirstLinkThatDoesNotFitAndWhatToPutBeforeIt() {
        assertThat(Reading.of(Reading.FULL.replace(", slot_window", "")).problems())
                .containsExactly(
                        "agent.yaml:24:32 service.pipelines.kernel.processors[1]: aggregate takes windowed_events but"
                                + " client_tag hands on events. Put slot_window before it.");
    }

    @Test
    void namesAWholeRowOfProcessorsIfOneDoesNotConvert() {
        assertThat(Reading.of(Reading.FULL.replace("[client_tag, slot_window, aggregate]", "[]"))
                        .problems())
                .containsExactly(
                        "agent.yaml:25:19 service.pipelines.kernel.exporters[0]: http/main takes metrics but process and"
                                + " ebpf hand on events. Put slot_window and then aggregate before it.");
    }

    @Test
    void saysSoIfNoKnownProcessorConverts() {
        assertThat(Reading.of(Reading.SMALL
                                .replace("exporters:\n  debug:", "processors:\n  client_tag:\nexporters:\n  debug:")
                                .replace("receivers: [host]", "receivers: [host]\n      processors: [client_tag]"))
                        .problems())
                .containsExactly(
                        "agent.yaml:11:20 service.pipelines.main.processors[0]: client_tag takes events but host hands on"
                                + " metrics. No known processor turns metrics into events.");
    }

    @Test
    void refusesReceiversWithoutACommonSignal() {
        String yaml = Reading.SMALL.replace("  host:", "  host:\n  process:").replace("[host]", "[host, process]");

        assertThat(Reading.of(yaml).problems())
                .containsExactly(
                        "agent.yaml:8:5 service.pipelines.main: the receivers of a pipeline must share a signal, but host"
                                + " produces metrics, process produces events. Put them into pipelines of their own.");
    }

    @Test
    void infersTheSignalOfAVersatileReceiverFromTheRestOfThePipeline() throws Exception {
        String yaml = Reading.SMALL.replace("  host:", "  host:\n  any:").replace("[host]", "[host, any]");

        assertThat(Reading.of(yaml).plan().pipelines().getFirst().input()).isEqualTo(Signal.METRICS);
    }

    @Test
    void asksForTheSignalInThePipelinesIdIfSeveralFit() throws Exception {
        String yaml = Reading.SMALL.replace("host", "any");

        assertThat(Reading.of(yaml).problems())
                .containsExactly(
                        "agent.yaml:7:5 service.pipelines.main: can carry events or metrics. Say which in the pipeline's id, such as events/main.");
        assertThat(Reading.of(yaml.replace("main", "metrics/main"))
                        .plan()
                        .pipelines()
                        .getFirst()
                        .input())
                .isEqualTo(Signal.METRICS);
    }

    @Test
    void letsOneReceiverFeedPipelinesOfDifferentSignals() throws Exception {
        String yaml = Reading.SMALL.replace("host", "any").replace("main", "metrics/main")
                + "    events/main: {receivers: [any], exporters: [debug]}\n";

        assertThat(Reading.of(yaml).plan().pipelines())
                .extracting(PlannedPipeline::input)
                .isEqualTo(java.util.List.of(Signal.METRICS, Signal.EVENTS));
    }

    @Test
    void refusesAComponentWhoseServiceNobodyPublishes() {
        String yaml = Reading.FULL.replace("  process:\n", "").replace("[process, ebpf]", "[ebpf]");
        assertThat(Reading.of(yaml).problems())
                .containsExactly(
                        "agent.yaml:2:3 receivers.ebpf: needs a ProcessTable, which no used component publishes. Add the"
                                + " receiver process.");

        assertThat(Reading.of(Reading.FULL.replace("[process, ebpf]", "[ebpf]")).problems())
                .containsExactly(
                        "agent.yaml:3:3 receivers.ebpf: needs a ProcessTable, which no used component publishes."
                                + " receivers.process does; name it in a pipeline.");
    }

    @Test
    void namesTheKeyThatSetsAMissingResourceAttribute() {
        assertThat(Reading.of(Reading.FULL.replace("8080\n", "8080\n    network: true\n"))
                        .problems())
                .containsExactly(
                        "agent.yaml:11:3 exporters.http/main: needs the resource attribute borescope.network.name. Set"
                                + " service.network.");
    }

    @Test
    void refusesWhatIsEmptyTwiceOrMisnamed() {
        assertThat(Reading.of("""
                receivers:
                  host:
                  9lives:
                exporters:
                  debug:
                  debug/a b:
                service:
                  pipelines:
                    empty:
                    twice:
                      receivers: [host, host]
                      exporters: [debug]
                """).problems())
                .containsExactly(
                        "agent.yaml:3:3 receivers.9lives: \"9lives\" is not a component type: use a letter, then up to 62 letters, digits and underscores.",
                        "agent.yaml:6:3 exporters.debug/a b: \"a b\" is not a component name: no white space, control characters or symbols, at most 1,024.",
                        "agent.yaml:9:5 service.pipelines.empty: has no receivers. Name at least one.",
                        "agent.yaml:9:5 service.pipelines.empty: has no exporters. Name at least one.",
                        "agent.yaml:11:25 service.pipelines.twice.receivers[1]: \"host\" is named twice. A receiver can be in a list once; use host/name for another one.");
    }

    @Test
    void refusesAConfigurationWithoutPipelines() {
        assertThat(Reading.of("receivers:\n  host:\n").problems())
                .containsExactly(
                        "agent.yaml:1:1 service.pipelines: there is no pipeline. Add one with receivers and exporters.");
    }

    @Test
    void checksUnusedComponentsButDoesNotPlanThem() throws Exception {
        LoadedConfig loaded = Reading.of(Reading.SMALL.replace("  host:\n", "  host:\n  host/spare:\n"))
                .load();

        assertThat(loaded.plan().receivers()).hasSize(1);
        assertThat(loaded.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "agent.yaml:3:3 receivers.host/spare: is not used by any pipeline, so it is not started.");
    }

    @Test
    void warnsOfWhatIsAllowedAndShouldBeKnown() throws Exception {
        LoadedConfig loaded = Reading.of("""
                        receivers:
                          host:
                        exporters:
                          http:
                            endpoint: http://localhost:1
                            label: everybody
                        service:
                          telemetry:
                            metrics: {address: 0.0.0.0:8888}
                          pipelines:
                            metrics:
                              receivers: [host]
                              exporters: [http]
                        """).load();

        assertThat(loaded.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "agent.yaml:6:12 exporters.http.label: lets everybody in.",
                        "agent.yaml:9:24 service.telemetry.metrics.address: \"0.0.0.0:8888\" means all interfaces: whoever reaches this machine can read the agent's metrics. If only this machine shall, write 127.0.0.1:8888.");
    }

    @Test
    void namesPluginsThatFailedToLoadBesideAnUnknownType() {
        var catalog =
                TestComponents.builder().fail("kafka.jar", "it is no jar.").build();
        var failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                ConfigException.class,
                () -> Reading.of(Reading.SMALL.replace("debug", "kafka")).tree().plan(catalog));

        assertThat(failure.problems().getFirst().message())
                .isEqualTo(
                        "unknown exporter type \"kafka\". Known: debug, http. Plugin kafka.jar failed to load and may have it: it is no jar.");
    }
}
