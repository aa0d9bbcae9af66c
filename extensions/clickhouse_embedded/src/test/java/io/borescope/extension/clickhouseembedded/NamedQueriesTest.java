package io.borescope.extension.clickhouseembedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.command.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The queries with names, asked of the real engine about rows that are known. Every row is there twice, and some are of three hours ago.
 */
final class NamedQueriesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** Columns of who a row is of and when; the rows below begin with their values. */
    private static final String WHO = "meta_client_name, client_type, pid, window_start, window_end, wallclock_slot,"
            + " wallclock_slot_start_date_time, updated_date_time, sampling_rate";

    private static final String GETH = "'web-1', 'geth', 7, ";
    private static final String POSTGRES = "'web-1', 'postgres', 9, ";

    /** Two windows of a second in slot 101, one in slot 102, one of long ago. */
    private static final String FIRST = window("11:59:50", 101, "11:59:48");

    private static final String SECOND = window("11:59:51", 101, "11:59:48");
    private static final String THIRD = window("11:59:52", 102, "11:59:52");
    private static final String LONG_AGO = window("09:00:00", 1, "09:00:00");
    private static final String HALF_OF_THEM = ", 0.5, ";
    private static final String ALL = ", 1, ";

    /** sum, count, min, max in ns, and the histogram. */
    private static final String LATENCY = WHO + ", sum_exact, count_exact, min_exact, max_exact, histogram";

    private static final String FOUR_BELOW_10_MS = ", (0, 0, 0, 0, 4, 0, 0, 0, 0, 0)";
    private static final String ONE_BEYOND_ALL = ", (0, 0, 0, 0, 0, 0, 0, 0, 0, 1)";

    @TempDir
    private static Path folder;

    private static RealEngine engine;
    private static ObservoorDatabase full;

    private static String window(String start, int slot, String slotStart) {
        String time = "toDateTime64('2026-11-21 %s', 3, 'UTC')";
        String begins = time.formatted(start);
        return "%s, %s + INTERVAL 1 SECOND, %d, %s, %s + INTERVAL 2 SECOND"
                .formatted(begins, begins, slot, time.formatted(slotStart), begins);
    }

    @BeforeAll
    static void startEngine() throws Exception {
        engine = RealEngine.start(folder.resolve("data"));
        full = ObservoorDatabase.create(engine, "borescope");
        ObservoorDatabase.create(engine, "empty");
        engine.query("CREATE DATABASE bare");
        insertRows();
        insertRecords();
    }

    @AfterAll
    static void closeEngine() {
        if (engine != null) {
            engine.close();
        }
    }

    private static void insertRows() throws Exception {
        full.insertTwice(
                "cpu_utilization",
                WHO + ", total_on_cpu_ns_exact, max_core_pct",
                GETH + FIRST + ALL + "250000000, 12.5",
                GETH + SECOND + ALL + "500000000, 40",
                GETH + LONG_AGO + ALL + "99000000000, 100",
                POSTGRES + FIRST + HALF_OF_THEM + "100000000, 10");
        for (String table : List.of("sched_runqueue", "sched_off_cpu", "syscall_futex")) {
            full.insertTwice(table, LATENCY, GETH + FIRST + ALL + "12000000, 4, 2000000, 5000000" + FOUR_BELOW_10_MS);
        }
        full.insertTwice(
                "syscall_fsync",
                LATENCY,
                GETH + FIRST + ALL + "12000000, 4, 2000000, 5000000" + FOUR_BELOW_10_MS,
                GETH + SECOND + ALL + "8000000, 4, 1000000, 3000000" + FOUR_BELOW_10_MS,
                POSTGRES + SECOND + HALF_OF_THEM + "8000000, 4, 1000000, 4000000" + FOUR_BELOW_10_MS,
                POSTGRES + THIRD + ALL + "200000000000, 1, 200000000000, 200000000000" + ONE_BEYOND_ALL);
        full.insertTwice(
                "syscall_fdatasync",
                LATENCY,
                POSTGRES + FIRST + ALL + "24000000, 4, 2000000, 9000000" + FOUR_BELOW_10_MS);
        full.insertTwice(
                "disk_latency",
                LATENCY + ", device_id, rw",
                GETH + FIRST + ALL + "12000000, 4, 2000000, 5000000" + FOUR_BELOW_10_MS + ", 8388625, 'write'",
                POSTGRES + FIRST + ALL + "4000000, 4, 1000000, 1000000" + FOUR_BELOW_10_MS + ", 8388625, 'write'");
        full.insertTwice(
                "disk_bytes",
                WHO + ", sum_exact, count_exact, device_id, rw",
                GETH + FIRST + ALL + "5000000, 5, 8388625, 'write'",
                GETH + FIRST + HALF_OF_THEM + "1000000, 1, 8388625, 'read'");
        full.insertTwice(
                "net_io",
                WHO + ", sum_exact, count_exact, port_label, direction",
                GETH + FIRST + ALL + "3000000, 30, 'el_p2p', 'rx'",
                GETH + SECOND + ALL + "1000000, 10, 'el_p2p', 'tx'",
                GETH + SECOND + ALL + "500000, 5, 'el_json_rpc', 'tx'");
        full.insertTwice(
                "tcp_rtt",
                WHO + ", sum_exact, count_exact, min_exact, max_exact, port_label",
                GETH + FIRST + ALL + "30000, 3, 5000, 20000, 'el_p2p'");
        full.insertTwice(
                "tcp_retransmit",
                WHO + ", sum_exact, count_exact, port_label, direction",
                GETH + FIRST + ALL + "3000, 2, 'el_p2p', 'tx'");
        full.insertTwice("page_fault_minor", WHO + ", sum_exact, count_exact", GETH + FIRST + ALL + "17, 17");
        full.insertTwice("page_fault_major", WHO + ", sum_exact, count_exact", GETH + FIRST + ALL + "2, 2");
        full.insertTwice("swap_in", WHO + ", sum_exact, count_exact", GETH + FIRST + ALL + "64, 8");
        full.insertTwice(
                "memory_usage",
                WHO + ", vm_rss_bytes, rss_anon_bytes, rss_file_bytes, vm_swap_bytes",
                GETH + FIRST + ALL + "9437184, 8388608, 1048576, 0",
                GETH + SECOND + ALL + "5242880, 4194304, 1048576, 2097152");
        full.insertTwice(
                "process_fd_usage",
                WHO + ", open_fds, fd_limit_soft, fd_limit_hard",
                GETH + FIRST + ALL + "200, 1000, 4000",
                GETH + SECOND + ALL + "100, 1000, 4000");
        full.insertTwice(
                "process_io_usage",
                WHO + ", rchar_bytes, wchar_bytes, read_bytes, write_bytes, syscr, syscw",
                GETH + FIRST + ALL + "1000000, 0, 0, 0, 10, 20",
                GETH + SECOND + ALL + "4000000, 2000000, 1000000, 500000, 13, 25");
        full.insertTwice(
                "process_sched_usage",
                WHO + ", threads, voluntary_ctxt_switches, nonvoluntary_ctxt_switches",
                GETH + FIRST + ALL + "30, 1000, 50",
                GETH + SECOND + ALL + "28, 1100, 57");
        full.insertTwice(
                "mem_reclaim",
                LATENCY + ", lost_events, batch_sequence",
                GETH + THIRD + ALL + "12000000, 4, 2000000, 5000000" + FOUR_BELOW_10_MS + ", 23, 1",
                POSTGRES + THIRD + ALL + "12000000, 4, 2000000, 5000000" + FOUR_BELOW_10_MS + ", 23, 1",
                GETH + THIRD + ALL + "12000000, 4, 2000000, 5000000" + FOUR_BELOW_10_MS + ", 4, 2");
        full.insertTwice(
                "sync_state",
                "meta_client_name, meta_network_name, event_time, updated_date_time, head_slot, sync_distance, cl_syncing,"
                        + " el_optimistic, el_offline",
                "'web-1', 'hoodi', toDateTime64('2026-11-21 11:59:50', 3, 'UTC'), now64(3), 90, 10, true, false, false",
                "'web-1', 'hoodi', toDateTime64('2026-11-21 11:59:55', 3, 'UTC'), now64(3), 100, 1, false, false, true");
        full.insertTwice(
                "host_specs",
                "meta_client_name, host_id, event_time, updated_date_time, os_name, kernel_release, architecture, cpu_model,"
                        + " cpu_online_cores, memory_total_bytes, disk_count, disk_total_bytes",
                "'web-1', 'a', toDateTime64('2026-11-20 12:00:00', 3, 'UTC'), now64(3), 'Debian', '6.1', 'x86_64', 'EPYC', 2,"
                        + " 25769803776, 1, 20000000000",
                "'web-1', 'a', toDateTime64('2026-11-21 11:00:00', 3, 'UTC'), now64(3), 'Debian', '6.12', 'x86_64', 'EPYC', 2,"
                        + " 25769803776, 1, 20000000000");
    }

    /** The tables of OpenTelemetry keep every row that they are given, so these are there once. */
    private static void insertRecords() throws Exception {
        String time = "toDateTime64('2026-11-21 11:59:%s', 9, 'UTC')";
        full.run(
                "INSERT INTO otel_traces (Timestamp, TraceId, SpanName, SpanKind, ServiceName, Duration, StatusCode, StatusMessage)"
                        + " VALUES (%s, 'a', 'GET /', 'Server', 'shop', 1500000, 'Unset', ''),"
                                .formatted(time.formatted("50"))
                        + " (%s, 'b', 'GET /', 'Server', 'shop', 9000000, 'Error', 'no money'),"
                                .formatted(time.formatted("51"))
                        + " (%s, 'b', 'SELECT', 'Client', 'bank', 8000000, 'Ok', '')".formatted(time.formatted("51")));
        full.run("INSERT INTO otel_logs (Timestamp, ServiceName, SeverityNumber, Body) VALUES"
                + " (%s, 'shop', 9, 'a'), (%s, 'shop', 12, 'b'), (%s, 'shop', 17, 'c'), (%s, 'bank', 0, 'd')"
                        .formatted(
                                time.formatted("50"),
                                time.formatted("51"),
                                time.formatted("52"),
                                time.formatted("50")));
    }

    /** Otherwise nothing below would tell FINAL from none. */
    @Test
    void theRowsAreThereTwice() throws Exception {
        assertThat(full.ask("SELECT count() FROM cpu_utilization")).isEqualTo("8");
        assertThat(full.ask("SELECT count() FROM net_io")).isEqualTo("6");
        assertThat(full.ask("SELECT count() FROM sync_state")).isEqualTo("4");
    }

    static Stream<List<String>> answers() {
        return Stream.of(
                List.of(
                        "top-cpu",
                        "instance,client,pid,cpu_seconds,pct_of_one_cpu,busiest_cpu_pct",
                        "web-1,geth,7,0.75,37.5,40",
                        "web-1,postgres,9,0.2,20,10"),
                List.of(
                        "run-queue",
                        "instance,client,pid,waits,seconds,avg_ms,p99_within,max_ms",
                        "web-1,geth,7,4,0.012,3,10ms,5"),
                List.of(
                        "off-cpu",
                        "instance,client,pid,times,seconds,avg_ms,p99_within,max_ms",
                        "web-1,geth,7,4,0.012,3,10ms,5"),
                List.of(
                        "syscalls",
                        "instance,client,pid,syscall,calls,seconds,avg_ms,p99_within,max_ms",
                        "web-1,postgres,9,fsync,9,200.016,40001.6,longer,200000",
                        "web-1,postgres,9,fdatasync,4,0.024,6,10ms,9",
                        "web-1,geth,7,fsync,8,0.02,2.5,10ms,5",
                        "web-1,geth,7,futex,4,0.012,3,10ms,5"),
                List.of(
                        "slow-fsync",
                        "slot,begins,instance,client,pid,calls,avg_ms,max_ms",
                        "102," + local("11:59:52") + ",web-1,postgres,9,1,200000,200000",
                        "101," + local("11:59:48") + ",web-1,postgres,9,12,4,9"),
                List.of(
                        "disk-latency",
                        "instance,device,rw,requests,avg_ms,p99_within,max_ms",
                        "web-1,8:17,write,8,2,10ms,5"),
                List.of(
                        "disk-bytes",
                        "instance,client,pid,device,read_mb,written_mb,requests",
                        "web-1,geth,7,8:17,2,5,7"),
                List.of(
                        "network",
                        "instance,client,pid,port_label,sent_mb,received_mb,sends,receives",
                        "web-1,geth,7,el_p2p,1,3,10,30",
                        "web-1,geth,7,el_json_rpc,0.5,0,5,0"),
                List.of(
                        "tcp",
                        "instance,client,pid,port_label,rtt_avg_ms,rtt_max_ms,retransmits,sent_again_mb",
                        "web-1,geth,7,el_p2p,10,20,2,0.003"),
                List.of(
                        "page-faults",
                        "instance,client,pid,major_faults,minor_faults,pages_swapped_in,pages_swapped_out",
                        "web-1,geth,7,2,17,64,0"),
                List.of(
                        "memory",
                        "instance,client,pid,rss_mib,rss_max_mib,anon_mib,file_mib,swap_mib,read_at",
                        "web-1,geth,7,5,9,4,1,2," + local("11:59:51")),
                List.of(
                        "open-files",
                        "instance,client,pid,open_now,open_at_most,soft_limit,pct_of_limit,read_at",
                        "web-1,geth,7,100,200,1000,20," + local("11:59:51")),
                List.of(
                        "process-io",
                        "instance,client,pid,read_mb,written_mb,from_disk_mb,to_disk_mb,read_calls,write_calls",
                        "web-1,geth,7,3,2,1,0.5,3,5"),
                List.of(
                        "threads",
                        "instance,client,pid,threads_now,threads_at_most,had_to_wait,had_more_to_do",
                        "web-1,geth,7,28,30,100,7"),
                List.of(
                        "loss",
                        "instance,slot,window_start,metric,lost_events",
                        "web-1,102," + local("11:59:52") + ",mem_reclaim,27"),
                List.of(
                        "sync",
                        "instance,network,event_time,slot,head_slot,sync_distance,cl_syncing,el_optimistic,el_offline",
                        "web-1,hoodi," + local("11:59:55") + ",1,100,1,false,false,true",
                        "web-1,hoodi," + local("11:59:50") + ",0,90,10,true,false,false"),
                List.of(
                        "slow-spans",
                        "service,span,kind,ms,status,started,trace",
                        "shop,GET /,Server,9,Error," + local("11:59:51") + "000000,b",
                        "bank,SELECT,Client,8,Ok," + local("11:59:51") + "000000,b",
                        "shop,GET /,Server,1.5,Unset," + local("11:59:50") + "000000,a"),
                List.of(
                        "span-errors",
                        "service,spans,errors,pct,most_often,last_message",
                        "shop,2,1,50,GET /,no money",
                        "bank,1,0,0,,"),
                List.of(
                        "log-volume",
                        "service,severity,records,body_mb,latest",
                        "shop,info,2,0," + local("11:59:51") + "000000",
                        "bank,unspecified,1,0," + local("11:59:50") + "000000",
                        "shop,error,1,0," + local("11:59:52") + "000000"),
                List.of(
                        "hosts",
                        "instance,os,kernel,architecture,cpu_model,cpus,memory_gib,disks,disks_gb,read_at",
                        "web-1,Debian,6.12,x86_64,EPYC,2,24,1,20," + local("11:00:00")));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answersWhatIsKnown(List<String> nameAndLines) throws Exception {
        assertThat(ask(nameAndLines.getFirst(), Map.of())
                        .output()
                        .replace("\"", "")
                        .lines())
                .containsExactlyElementsOf(nameAndLines.subList(1, nameAndLines.size()));
    }

    @Test
    void everyQueryOfOursHasAnAnswerAboveOrHere() throws Exception {
        List<String> above = answers().map(List::getFirst).toList();
        assertThat(NamedQueries.OURS).filteredOn(name -> !above.contains(name)).containsExactly("tables");

        List<String> lines = ask("tables", Map.of()).output().lines().toList();
        assertThat(lines).hasSize(1 + 19);
        assertThat(lines.toString().replace("\"", ""))
                .contains("cpu_utilization,3,2," + local("11:59:50") + "," + local("11:59:51"))
                .contains("mem_reclaim,3,2,");
    }

    @Test
    void answersTheSameAfterTheAgent() throws Exception {
        Path data = folder.resolve("later");
        try (RealEngine other = RealEngine.start(data)) {
            ObservoorDatabase kept = ObservoorDatabase.create(other, "borescope");
            kept.insertTwice(
                    "cpu_utilization",
                    WHO + ", total_on_cpu_ns_exact, max_core_pct",
                    "'a\\'b', 'it\\'s', 7, " + FIRST + ALL + "250000000, 12.5");
        }
        Map<String, String> options = Map.of("--directory", data.toString(), "--client", "it's");
        assertThat(ask("top-cpu", options).output()).endsWith("\n\"a'b\",\"it's\",7,0.25,25,12.5\n");
        assertThat(ask("memory", Map.of("--directory", data.toString())).errors())
                .contains("nothing has been written to memory_usage yet", "process_snapshots");
    }

    @Test
    void showsOneSlotOneClientOrAFewRowsIfAskedTo() throws Exception {
        assertThat(rows("syscalls", Map.of("--slot", "102")))
                .containsExactly("web-1,postgres,9,fsync,1,200,200000,longer,200000");
        assertThat(rows("top-cpu", Map.of("--client", "postgres"))).containsExactly("web-1,postgres,9,0.2,20,10");
        assertThat(rows("top-cpu", Map.of("--limit", "1"))).containsExactly("web-1,geth,7,0.75,37.5,40");
        assertThat(rows("top-cpu", Map.of("--slot", "1"))).containsExactly("web-1,geth,7,99,9900,100");
    }

    @Test
    void looksAsFarBackAsItIsAskedTo() throws Exception {
        assertThat(rows("top-cpu", Map.of("--since", "9s"))).containsExactly("web-1,geth,7,0.5,50,40");
        assertThat(rows("top-cpu", Map.of("--since", "4h", "--until", "2h")))
                .containsExactly("web-1,geth,7,99,9900,100");
        assertThat(rows("top-cpu", Map.of("--since", "2026-11-21T11:59:51Z")))
                .containsExactly("web-1,geth,7,0.5,50,40");
    }

    @Test
    void saysWhyThereIsNothing() throws Exception {
        assertThat(ask("top-cpu", Map.of("--since", "5s")))
                .returns("", call -> call.output().lines().skip(1).reduce("", String::concat))
                .extracting(TestCall::errors)
                .asString()
                .contains(
                        "No rows of this time. The latest in cpu_utilization is of 2026-11-21T11:59:53Z: try --since 67s.");
        assertThat(ask("top-cpu", Map.of("--client", "nobody")).errors()).contains("none that fits");
        assertThat(ask("loss", Map.of("--slot", "101")).errors())
                .contains("No event of this time is known to be missing.");
        assertThat(ask("memory", Map.of("--database", "empty")).errors())
                .contains(
                        "nothing has been written to memory_usage yet. That is what the receiver process_snapshots does.");
        assertThat(ask("slow-fsync", Map.of("--database", "empty")).errors())
                .contains("syscall_fsync, syscall_fdatasync");
    }

    static List<String> ours() {
        return NamedQueries.OURS;
    }

    @ParameterizedTest
    @MethodSource("ours")
    void eachSaysWhichTablesAreMissing(String name) {
        assertThatThrownBy(() -> ask(name, Map.of("--database", "bare")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(name + " reads ")
                .hasMessageContaining("none in the database \"bare\"");
        assertThatThrownBy(() -> ask(name, Map.of("--database", "missing"))).hasMessageContaining("\"missing\"");
    }

    @ParameterizedTest
    @MethodSource("ours")
    void eachAnswersNothingWithoutRows(String name) throws Exception {
        TestCall call = ask(name, Map.of("--database", "empty"));
        assertThat(call.output().lines()).hasSizeLessThan(2);
        assertThat(call.errors()).contains("nothing has been written to");
        assertThat(ask(name, Map.of("--database", "empty", "--format", "table")).output())
                .isBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' OR 1 = 1 --",
                "x'; DROP TABLE net_io; --",
                "\\' OR 1 = 1 --",
                "{client:String}",
                "\\N",
                "a\tb\n"
            })
    void takesNoValueForSql(String client) throws Exception {
        assertThat(rows("top-cpu", Map.of("--client", client))).isEmpty();
        assertThat(full.ask("SELECT count() FROM net_io")).isEqualTo("6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 OFFSET 1", "-1", "0", "4294967296", "99999999999", "ten", ""})
    void refusesNumbersThatAreNone(String number) {
        assertUsage("top-cpu", Map.of("--limit", number), "--limit");
        assertUsage("top-cpu", Map.of("--slot", number), "--slot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5x", "yesterday", "-5m", "9999999d", "2026-11-21", ""})
    void refusesTimesThatAreNone(String time) {
        assertUsage("top-cpu", Map.of("--since", time), "--since");
    }

    @Test
    void refusesAnOptionThatTheQueryHasNoUseFor() {
        assertUsage("hosts", Map.of("--slot", "5"), "hosts has no {slot:...}");
        assertUsage("SELECT 1", Map.of("--limit", "5"), "this query has no {limit:...}");
    }

    @Test
    void givesSqlOfTheUserTheSameParameters() throws Exception {
        assertThat(rows(
                        "SELECT pid FROM net_io FINAL WHERE client_type = {client:String} LIMIT {limit:UInt32}",
                        Map.of("--client", "geth", "--limit", "1")))
                .containsExactly("7");
    }

    @Test
    void namesWhatThereIsForANameThatIsNone() {
        assertUsage("top-cup", Map.of(), "There is no query \"top-cup\". There are: disk-bytes, ");
    }

    @Test
    void listsThem() throws Exception {
        String list = ask("", Map.of("--list", "")).output();
        assertThat(list.lines()).hasSize(NamedQueries.OURS.size());
        assertThat(list).contains("top-cpu       Processes by CPU time\n");
    }

    @Test
    void everyQueryOfOursSaysWhatItShows() throws Exception {
        NamedQueries queries = NamedQueries.load(java.util.Optional.empty(), folder.resolve("none"));
        for (String name : NamedQueries.OURS) {
            assertThat(queries.find(name).title()).as(name).isNotEmpty();
            assertThat(queries.find(name).parameters()).as(name).contains("from", "to");
        }
        try (Stream<Path> files =
                Files.list(Path.of("src/main/resources/io/borescope/extension/clickhouseembedded/queries"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".sql", "")))
                    .containsExactlyInAnyOrderElementsOf(NamedQueries.OURS);
        }
    }

    @Test
    void addsQueriesOfTheUsersFolder() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("mine.sql"), "-- Mine\nSELECT {limit:UInt32} AS n");
        Files.writeString(own.resolve("tcp.sql"), "-- Instead of ours\nSELECT 23 AS n");
        Map<String, String> options = Map.of("--queries", own.toString());

        assertThat(ask("", Map.of("--queries", own.toString(), "--list", "")).output())
                .contains("mine          Mine\n", "tcp           Instead of ours\n", "top-cpu ");
        assertThat(rows("mine", options)).containsExactly("20");
        assertThat(rows("tcp", options)).containsExactly("23");
    }

    @Test
    void namesTheFileThatCannotBeAQuery() throws Exception {
        Path own = Files.createDirectories(folder.resolve("wrong"));
        Path file = Files.writeString(own.resolve("Not A Name.sql"), "SELECT 1");
        assertThatThrownBy(() -> ask("top-cpu", Map.of("--queries", own.toString())))
                .hasMessageContaining(file.toString());
        Files.move(file, own.resolve("name.sql"));
        Files.writeString(own.resolve("name.sql"), "-- since: 5 minutes\nSELECT 1");
        assertThatThrownBy(() -> ask("top-cpu", Map.of("--queries", own.toString())))
                .hasMessageContaining("name.sql: since: \"5 minutes\" is no length of time");
        assertThatThrownBy(() -> ask("top-cpu", Map.of("--queries", own + "/none")))
                .hasMessageContaining("cannot read");
    }

    private static void assertUsage(String query, Map<String, String> options, String message) {
        assertThatThrownBy(() -> ask(query, options))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        wrong -> assertThat(wrong.isUsage()).isTrue())
                .hasMessageContaining(message);
    }

    private static List<String> rows(String query, Map<String, String> options) throws Exception {
        return ask(query, options).output().replace("\"", "").lines().skip(1).toList();
    }

    /** In CSV, of the database with rows, at the same moment each time. */
    private static TestCall ask(String query, Map<String, String> options) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("--format", "csv", "--directory", engine.directory.toString()));
        all.putAll(options);
        TestCall call = new TestCall(query, all);
        new QueryCommand(InstantSource.fixed(NOW)).run(call);
        return call;
    }

    /** A time of that day as the engine shows it, which takes this machine's time zone as Java does. */
    private static String local(String utc) {
        return LocalDateTime.ofInstant(Instant.parse("2026-11-21T" + utc + "Z"), ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS"));
    }
}
