package io.borescope.receiver.beacon;

import io.borescope.api.component.StartException;
import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Stage;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Asks each node what its slots are, and says what is gone by without one. */
final class NodesCheck implements Check {
    private static final String REMEDY =
            "Start the node with its HTTP API, or correct endpoint; the rest works without it.";

    private final BeaconReceiverConfig config;

    NodesCheck(BeaconReceiverConfig config) {
        this.config = config;
    }

    @Override
    public Stage stage() {
        return Stage.HOST;
    }

    @Override
    public void run(CheckSettings settings, Consumer<Finding> findings) throws InterruptedException {
        Optional<ChainFacts> configured = config.configured();
        configured.ifPresent(facts -> findings.accept(Finding.ok("slots", facts.description())));
        if (config.endpoint().isEmpty()) {
            return;
        }
        try (NodeClient client = new NodeClient(config)) {
            for (URI endpoint : config.endpoint()) {
                findings.accept(look(client, endpoint, configured));
            }
        } catch (StartException e) {
            findings.accept(Finding.failed("beacon node", String.valueOf(e.getMessage()), "Correct tls."));
        }
    }

    private Finding look(NodeClient client, URI endpoint, Optional<ChainFacts> configured) throws InterruptedException {
        String name = "beacon node " + NodeClient.nameOf(endpoint);
        try {
            Members genesis = ask(client, endpoint, Question.GENESIS);
            ChainFacts facts = ChainFacts.of(genesis, ask(client, endpoint, Question.SPEC));
            boolean other =
                    configured.filter(own -> !own.slots().equals(facts.slots())).isPresent();
            return other
                    ? Finding.warning(
                            name,
                            facts.description() + ", which is not what is configured",
                            "Correct network or endpoint.")
                    : Finding.ok(name, facts.description());
        } catch (NodeFailure e) {
            return Finding.warning(name, e.reason(), REMEDY);
        } catch (BadAnswerException e) {
            return Finding.warning(name, Question.badAnswer(e).reason(), REMEDY);
        }
    }

    private Members ask(NodeClient client, URI endpoint, Question question) throws NodeFailure, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.get(endpoint, question.path());
        try {
            answer.get(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new NodeFailure(
                    Outcome.TIMED_OUT,
                    "no whole answer within " + config.timeout().toMillis() + " ms",
                    e);
        } catch (ExecutionException e) {
            // told by the answer itself, below
        }
        return Question.answer(answer);
    }
}
