package io.tidemark.trainer.retrain;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.RetrainRequest;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.TrainingRun;
import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.OutcomeReplay;
import io.tidemark.trainer.data.OutcomeWindow;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.retrain.RunPublisher.ConsumedRequest;
import io.tidemark.trainer.run.RegisteredRun;
import io.tidemark.trainer.run.TrainingOrder;
import io.tidemark.trainer.run.TrainingService;
import io.tidemark.wire.UnknownSchemaException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers requests for training: replay, train, judge, register, activate.
///
/// A request is answered once, whatever dies on the way: the registry knows a run by its trigger id, the timeline
/// knows its facts by theirs, and the end of the run is one transaction with the request's offset. A run that fails
/// says so on the log and leaves the champion alone; it may be asked for again under its id. Requests for the same
/// model that were waiting when a run began are answered with its end; see [WaitingRequests]. A run that was given
/// up, or that met a broker or registry which did not answer, did not fail: its request is read again.
public final class RetrainWorker {
    /// Names a folder and a key: no path, no surprise.
    private static final Pattern TRIGGER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}");

    private static final Logger LOG = LoggerFactory.getLogger(RetrainWorker.class);

    private final TrainingService service;
    private final ModelRegistry registry;
    private final ManifestFolder manifests;
    private final TopicBinding topics;
    private final TopicReader reader;
    private final WaitingRequests waiting;
    private final RunPublisher publisher;
    private final Clock clock;

    public RetrainWorker(
            TrainingService service,
            ModelRegistry registry,
            ManifestFolder manifests,
            TopicBinding topics,
            RunPublisher publisher,
            Clock clock) {
        this.service = service;
        this.registry = registry;
        this.manifests = manifests;
        this.topics = topics;
        this.reader = new TopicReader(topics.settings());
        this.waiting = new WaitingRequests(reader, topics);
        this.publisher = publisher;
        this.clock = clock;
    }

    /// Answers a request; returns when the answer is on the log.
    ///
    /// @throws RuntimeException when the answer could not be written: the request has to be read again
    public void answer(RetrainRequest request, ConsumedRequest consumed) {
        RunRecords records = RunRecords.of(request, clock);
        RegisteredRun run;
        List<RetrainRequest> others;
        TimelineState timeline;
        ModelManifest manifest;
        try {
            requireUsable(request);
            timeline = TimelineState.read(reader, topics.of(Topics.TIMELINE));
            if (timeline.contains(request.getModel(), TimelineFacts.registeredId(request.getTriggerId()))) {
                LOG.info("Request {} was answered before.", request.getTriggerId());
                publisher.conclude(List.of(), List.of(), Optional.of(consumed));
                return;
            }
            Optional<String> answering = waiting.answering(request);
            if (answering.isPresent()) {
                LOG.info("Request {} was answered by run {}.", request.getTriggerId(), answering.get());
                publisher.conclude(List.of(), List.of(), Optional.of(consumed));
                return;
            }
            others = waiting.behind(request, consumed);
            manifest = manifests.manifest(request.getModel());
            run = service.train(
                    new TrainingOrder(
                            request.getTriggerId(),
                            manifest,
                            outcomes(request, manifest),
                            replay(request, manifest),
                            timeline.champion(request.getModel())
                                    .map(champion -> OptionalInt.of(champion.getVersion()))
                                    .orElse(OptionalInt.empty())),
                    new PublishedProgress(publisher, records));
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            fail(request, consumed, records, e);
            return;
        } catch (RuntimeException e) {
            if (isToBeReadAgain(e)) {
                throw e;
            }
            fail(request, consumed, records, e);
            return;
        }
        // A run that an earlier try registered began before what is waiting now.
        conclude(
                new Answered(request, run.result().isPresent() ? others : List.of(), consumed), records, run, manifest);
    }

    /// Also for data too large for this process, or a native library that is missing: reading the request again would
    /// not help.
    private void fail(RetrainRequest request, ConsumedRequest consumed, RunRecords records, Throwable fault) {
        LOG.error("Training for request {} failed; the champion stays.", request.getTriggerId(), fault);
        String cause = fault instanceof Error ? fault.toString() : fault.getMessage();
        publisher.conclude(
                List.of(records.failed("The run failed, the champion stays: " + cause + " See the trainer's log.")),
                List.of(),
                Optional.of(consumed));
    }

    /// What a run answers.
    ///
    /// @param request the one that was taken up
    /// @param others those that were waiting behind it; their offsets are committed when their turn comes
    private record Answered(RetrainRequest request, List<RetrainRequest> others, ConsumedRequest consumed) {
        String reasons() {
            return Stream.concat(Stream.of(request), others.stream())
                    .flatMap(asked -> asked.getReasons().stream())
                    .distinct()
                    .collect(Collectors.joining("; "));
        }
    }

    private void conclude(Answered answered, RunRecords records, RegisteredRun run, ModelManifest manifest) {
        RetrainRequest request = answered.request();
        ModelVersion version = run.version();
        List<TimelineEvent> facts = new ArrayList<>();
        facts.add(TimelineFacts.registered(
                version.model(),
                version.version(),
                version.bundleSha256(),
                request.getTriggerId(),
                version.approved(),
                version.metrics(),
                "trainer",
                clock.instant()));
        if (version.approved() && manifest.retrain().autoActivate()) {
            facts.add(activated(
                    version,
                    manifest,
                    TimelineFacts.activatedId(request.getTriggerId()),
                    "Approved by all gates; asked for because: " + answered.reasons()));
        }
        TrainingRun end = records.ended(run);
        List<TrainingRun> answers = new ArrayList<>(List.of(end));
        answered.others().forEach(other -> answers.add(records.answerTo(other, end)));
        publisher.conclude(answers, facts, Optional.of(answered.consumed()));
        LOG.info(
                "Request {}{}: version {} {}.",
                request.getTriggerId(),
                answered.others().isEmpty() ? "" : " and " + answered.others().size() + " more",
                version.version(),
                version.approved() ? "approved" : "refused");
    }

    /// The version answers everything, or begins its trial. The run may have lasted long: what is routed now counts.
    private TimelineEvent activated(ModelVersion version, ModelManifest manifest, String eventId, String reason) {
        Optional<Activated> trial = TimelineState.read(reader, topics.of(Topics.TIMELINE))
                .activation(version.model())
                .map(entry -> (Activated) entry.event().getFact())
                .flatMap(now -> TimelineFacts.firstStage(
                        now, manifest.rollout(), version.model(), version.version(), version.bundleSha256()));
        if (trial.isPresent()) {
            return TimelineFacts.activated(eventId, version.model(), trial.get(), "trainer", reason, clock.instant());
        }
        registry.setAlias(version.model(), ModelRegistry.CHAMPION, version.version(), "trainer", reason);
        return TimelineFacts.champion(
                eventId,
                version.model(),
                version.version(),
                version.bundleSha256(),
                ActivationCause.PROMOTION,
                "trainer",
                reason,
                clock.instant());
    }

    /// Base data of a model whose base is a topic of outcomes.
    private Optional<LocatedData> outcomes(RetrainRequest request, ModelManifest manifest) {
        if (!(manifest.data().source() instanceof DataSource.Topic topic)) {
            return Optional.empty();
        }
        OutcomeWindow all = OutcomeWindow.of(topic, clock.instant());
        return Optional.of(service.outcomes(
                manifest,
                topic,
                new OutcomeWindow(
                        request.getReplayFrom() == null ? all.from() : request.getReplayFrom(),
                        request.getReplayTo() == null ? all.to() : request.getReplayTo(),
                        all.fromOffsets(),
                        Map.of())));
    }

    /// Outcomes beside other base data.
    private Optional<ReplayedRows> replay(RetrainRequest request, ModelManifest manifest) {
        if (manifest.data().source() instanceof DataSource.Topic) {
            return Optional.empty();
        }
        Instant to = request.getReplayTo() == null ? clock.instant() : request.getReplayTo();
        Instant from =
                request.getReplayFrom() == null ? to.minus(manifest.retrain().replayWindow()) : request.getReplayFrom();
        ReplayedRows rows = OutcomeReplay.of(topics).read(manifest, from, to);
        LOG.info(
                "Replayed {} labelled outcomes of {} from {} to {}; left out of {} read: {}.",
                rows.table().rows(),
                manifest.name(),
                from,
                to,
                rows.counts().read(),
                rows.counts().leftOut());
        return rows.table().rows() == 0 ? Optional.empty() : Optional.of(rows);
    }

    private static boolean isToBeReadAgain(RuntimeException e) {
        boolean isGivenUp = e instanceof CancellationException
                || e instanceof InterruptException
                || Thread.currentThread().isInterrupted();
        return isGivenUp
                || e instanceof RegistryUnavailableException
                || (e instanceof RetriableException && !(e instanceof UnknownSchemaException));
    }

    /// True when a request's id can name a run.
    static boolean isUsable(RetrainRequest request) {
        return TRIGGER_ID.matcher(request.getTriggerId()).matches();
    }

    private static void requireUsable(RetrainRequest request) {
        if (!isUsable(request)) {
            throw new IllegalArgumentException("Found the trigger_id '" + request.getTriggerId()
                    + "', expected 1 to 200 letters, digits and . _ : @ -, a letter or digit first.");
        }
    }
}
