package io.borescope.engine.cli;

import io.borescope.api.component.StartException;
import io.borescope.api.control.AgentReload;
import io.borescope.api.privilege.Capabilities;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.config.LoadedConfig;
import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.diagnosis.NeededPrivilege;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plugin.Plugins;
import io.borescope.engine.runtime.Agent;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the agent until a signal ends it. */
@Command(
        name = "run",
        description =
                "Runs the agent. Ctrl-C or SIGTERM ends it: what is in flight is delivered first, then a summary is"
                        + " printed. A second Ctrl-C ends it at once. SIGHUP lets it read its configuration again: what is"
                        + " the same goes on, and if something is wrong, everything does.")
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final long IMPATIENT_AFTER_NANOS = 1_000_000_000;

    @Spec
    private CommandSpec command = CommandSpec.create();

    private volatile long endingSinceNanos;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(names = "--watch", description = "Read the configuration again when its files have changed, as at SIGHUP.")
    private boolean watch;

    @Override
    public Integer call() throws ConfigException, StartException, InterruptedException {
        ConfigTree tree = config.read();
        LogsConfig logs = log.apply(tree.logs());
        try (Plugins loaded = plugins.load()) {
            LoadedConfig result = tree.plan(loaded.catalog());
            plugins.trust().check(tree, loaded.catalog());
            result.warnings().forEach(warning -> LOG.warn("{}", warning));
            Agent agent = new Agent(result.plan());
            try (Reloader reloader = new Reloader(agent, config, log, plugins.trust(), loaded.catalog())) {
                agent.provide(AgentReload.class, reloader);
                reloadFromNowOn(reloader, tree);
                run(agent, logs.format());
            } catch (StartException e) {
                throw explained(e, result.plan());
            }
            return ExitCode.OK;
        }
    }

    /** Also while the agent starts: a signal that nobody handles would end it. A reload waits for the start to end. */
    private void reloadFromNowOn(Reloader reloader, ConfigTree running) {
        Signals.handle(Signals.HANG_UP, reloader::request);
        if (watch) {
            reloader.watch(running);
        }
    }

    /** Names what is missing: the kernel answers EPERM whichever capability it is. */
    private static StartException explained(StartException failure, AgentPlan plan) {
        String missing = NeededPrivilege.missing(plan, Capabilities.ofThisProcess());
        return missing.isEmpty() ? failure : new StartException(failure.getMessage() + "\n" + missing, failure);
    }

    private void run(Agent agent, LogsConfig.Format format) throws StartException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        Signals.handle(Signals.INTERRUPT, () -> endOrHalt(agent, stop));
        Signals.handle(Signals.TERMINATE, () -> end(agent, stop));
        try (agent) {
            agent.start();
            stop.await();
        } catch (StartException e) {
            if (stop.getCount() > 0) {
                throw e;
            }
        }
        SummaryPrinter.print(command.commandLine().getErr(), agent.summary(), format);
    }

    /** Some supervisors send a signal to the process and to its group: only a person's second Ctrl-C means it. */
    private void endOrHalt(Agent agent, CountDownLatch stop) {
        if (!end(agent, stop) && System.nanoTime() - endingSinceNanos > IMPATIENT_AFTER_NANOS) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    /** Closes the agent at the first call; returns whether this was it. */
    private boolean end(Agent agent, CountDownLatch stop) {
        if (!isFirst(stop)) {
            return false;
        }
        LOG.info("Stopping. Ctrl-C again ends at once.");
        agent.close(); // here and not only at the end of the run: it also ends a start that is under way
        return true;
    }

    private synchronized boolean isFirst(CountDownLatch stop) {
        boolean first = stop.getCount() > 0;
        if (first) {
            endingSinceNanos = System.nanoTime();
        }
        stop.countDown();
        return first;
    }
}
