package io.tidemark.feedback.topology;

import io.tidemark.event.Alert;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Performance;
import io.tidemark.event.PerformancePane;
import io.tidemark.feedback.quality.Degradation;
import io.tidemark.feedback.quality.Degradation.Judgement;
import io.tidemark.feedback.quality.PaneTotals;
import io.tidemark.feedback.quality.Series;
import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.quality.SeriesState;
import io.tidemark.feedback.quality.WindowShape;
import io.tidemark.feedback.terms.Segments.Segment;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.feedback.topology.PerformanceAlerts.WindowJudgement;
import io.tidemark.feedback.topology.WaitingRecords.Waiting;
import io.tidemark.stats.metric.ClassScores;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricAccumulator;
import io.tidemark.stats.metric.MetricReport;
import io.tidemark.stats.metric.MulticlassAccumulator;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Decoded;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Merges the deltas of the models of one partition; on a tick, says how the versions do that something is new about.
final class QualityProcessor implements Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord> {
    /// Window since the version first answered.
    private static final String TOTAL = "total";

    private static final String CHAMPION = "champion";

    private final FeedbackTopology topology;
    private final FeedbackMeters meters;
    private final DeadLetterFactory letters;
    private final InboundDecoder<PerformancePane> decoder;
    private final Set<Line> changed = new HashSet<>();

    private ProcessorContext<Object, SpecificRecord> context;
    private QualityStore store;
    private PerformanceAlerts alerts;
    private WaitingRecords waiting;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    QualityProcessor(FeedbackTopology topology, FeedbackMeters meters) {
        this.topology = topology;
        this.meters = meters;
        this.letters = new DeadLetterFactory(FeedbackNames.SERVICE, topology.clock(), topology.meters());
        this.decoder = new InboundDecoder<>(
                topology.topics().of(Topics.PERFORMANCE_PANES).values().deserializer(),
                letters,
                topology.config().limits(),
                topology.topics().schemaWaits());
    }

    @Override
    public void init(ProcessorContext<Object, SpecificRecord> processorContext) {
        context = processorContext;
        store = new QualityStore(
                context.getStateStore(FeedbackNames.TOTALS),
                context.getStateStore(FeedbackNames.PANES),
                new TumblingWindows(context.getStateStore(FeedbackNames.TUMBLING)));
        waiting = new WaitingRecords(context.getStateStore(FeedbackNames.WAITING_PANES));
        alerts = new PerformanceAlerts(context.getStateStore(FeedbackNames.ALERT_LIVES), topology.clock());
        // What changed before a restart may not have been told.
        store.wholes().forEach(whole -> changed.add(whole.series().line()));
        context.schedule(topology.config().interval(), PunctuationType.WALL_CLOCK_TIME, time -> tick());
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        Inbound source = Inbound.of(record, context.recordMetadata().orElseThrow());
        switch (decoder.decode(source)) {
            case Decoded.Bad<PerformancePane> bad -> reject(source, bad.letter());
            case Decoded.Good<PerformancePane> good -> {
                if (isPending(good.value())) {
                    PerformancePane pane = good.value();
                    String version = pane.getModel() + "/" + pane.getBundleSha256();
                    waiting.add(new Waiting(version, source, 0));
                } else {
                    merge(good.value());
                }
            }
        }
    }

    private boolean isPending(PerformancePane delta) {
        return topology.terms().isPending(delta.getModel(), delta.getBundleSha256());
    }

    private boolean isPending(Line line) {
        return topology.terms().isPending(line.model(), line.sha256());
    }

    /// Takes up what waited for terms that are there now.
    private void takeUp() {
        waiting.release(
                waits -> !isPending(pane(waits)),
                waits -> merge(pane(waits)),
                (waits, fault) -> reject(waits.source(), letters.failed(waits.source(), fault)));
    }

    private PerformancePane pane(Waiting waits) {
        return WaitingRecords.value(decoder.decode(waits.source()));
    }

    private void merge(PerformancePane delta) {
        store.add(
                delta,
                topology.terms().of(delta.getModel(), delta.getBundleSha256()),
                topology.clock().millis());
        changed.add(PaneRecords.series(delta).line());
    }

    private void tick() {
        takeUp();
        List<Line> known = changed.stream().filter(line -> !isPending(line)).toList();
        Map<Line, Instant> superseded = known.isEmpty() ? Map.of() : superseded();
        for (Line line : known) {
            VersionTerms terms = topology.terms().of(line.model(), line.sha256());
            store.series(line).stream()
                    .filter(state -> state.series().segment().equals(Segment.ALL))
                    .findFirst()
                    .ifPresent(whole -> tell(line, whole, terms, !superseded.containsKey(line)));
        }
        superseded.forEach(this::end);
        if (!known.isEmpty()) {
            forgetPast();
        }
        known.forEach(changed::remove);
    }

    /// @param isJudged whether what is told may open an alert
    private void tell(Line line, SeriesState whole, VersionTerms terms, boolean isJudged) {
        List<WindowShape> shapes = QualityStore.shapes(whole, terms);
        long paneLengthMs = WindowShape.paneLengthMs(terms.performance());
        for (SeriesState state : store.series(line)) {
            long endMs = state.lastPaneStartMs() + paneLengthMs;
            tell(
                    new Told(state.series(), TOTAL, state.firstPaneStartMs(), endMs, state.total(), false),
                    terms,
                    whole.total());
            store.tellTumbling(
                    state,
                    whole,
                    terms,
                    (window, start, end, totals) ->
                            tell(new Told(state.series(), window, start, end, totals, true), terms, whole.total()));
        }
        List<WindowJudgement> judgements = new ArrayList<>();
        Degradation degradation = new Degradation(terms.performance(), terms.baseline());
        long anchorMs = whole.anchorMs(topology.clock().millis());
        for (WindowShape shape : shapes) {
            long keptFromMs = QualityStore.keptFromMs(
                    shape, whole, terms, topology.clock().millis());
            for (SeriesState state : store.series(line)) {
                PaneTotals totals = store.moveOn(state.series(), shape, anchorMs, keptFromMs);
                MetricReport report = tell(
                        new Told(
                                state.series(),
                                shape.name(),
                                shape.start(anchorMs),
                                shape.end(anchorMs),
                                totals,
                                false),
                        terms,
                        whole.total());
                Segment segment = state.series().segment();
                List<Judgement> found = new ArrayList<>(degradation.judgeRules(report));
                if (state.equals(whole)) {
                    degradation.judge(report).ifPresent(found::add);
                }
                found.forEach(it -> judgements.add(new WindowJudgement(shape, anchorMs, segment, report.rows(), it)));
            }
        }
        if (isJudged) {
            Instant judgedAt = Instant.ofEpochMilli(shapes.getFirst().end(anchorMs));
            alerts.take(line, terms, judgedAt, judgements).ifPresent(this::raise);
        }
    }

    /// @param all quality of the line since its beginning: what its labels say of its errors
    private MetricReport tell(Told told, VersionTerms terms, PaneTotals all) {
        MetricReport report = report(told.totals());
        Map<String, Double> metrics = report.values();
        metrics.putAll(ofClasses(told.totals(), terms.classes()));
        Line line = told.series().line();
        Performance performance = Performance.newBuilder()
                .setModel(line.model())
                .setVersion(line.version())
                .setVariant(line.variant())
                .setSegment(told.series().segment().asEvent().orElse(null))
                .setWindow(told.window())
                .setTumbling(told.isTumbling())
                .setWindowStart(Instant.ofEpochMilli(told.startMs()))
                .setWindowEnd(Instant.ofEpochMilli(told.endMs()))
                .setPredictions(told.totals().predictions())
                .setLabelled(told.totals().labelled())
                .setExpired(told.totals().expired())
                .setMetrics(metrics)
                .setBaseline(terms.baseline())
                .setIntervals(PerformanceDetail.intervals(report))
                .setErrorBounds(PerformanceDetail.errorBounds(report))
                .setLabelDelayMs(PerformanceDetail.labelDelays(told.totals()))
                .setEstimated(PerformanceDetail.estimated(told.totals(), terms, all))
                .build();
        context.forward(new Record<>(line.model(), performance, topology.clock().millis()), FeedbackNames.PERFORMANCE);
        if (told.series().segment().equals(Segment.ALL) && !told.isTumbling()) {
            metrics.forEach((metric, value) -> meters.quality(line, told.window(), metric, value));
        }
        return report;
    }

    private static MetricReport report(PaneTotals totals) {
        MetricAccumulator metrics = totals.metrics();
        return metrics == null ? new MetricReport(0, 0, Map.of()) : metrics.report();
    }

    /// Precision and recall of each of several classes, as `recall[class]`; of one that did not occur, nothing.
    private static Map<String, Double> ofClasses(PaneTotals totals, List<String> classes) {
        Map<String, Double> metrics = new HashMap<>();
        if (totals.metrics() instanceof MulticlassAccumulator counts && counts.classes() == classes.size()) {
            for (ClassScores scores : counts.perClass()) {
                String name = "[" + classes.get(scores.code()) + "]";
                if (scores.predictedRows() > 0) {
                    metrics.put(Metric.PRECISION.key() + name, scores.precision());
                }
                if (scores.rows() > 0) {
                    metrics.put(Metric.RECALL.key() + name, scores.recall());
                }
            }
        }
        return metrics;
    }

    /// Lines that a champion answers in place of, and since when: a champion's, once another one has answered for as
    /// long as its shortest window; a challenger's, whose share may be small, once none of its windows reaches back to
    /// an answer. They are told, and no longer judged.
    private Map<Line, Instant> superseded() {
        List<SeriesState> wholes = store.wholes();
        List<SeriesState> champions = wholes.stream()
                .filter(whole -> whole.series().line().variant().equals(CHAMPION))
                .toList();
        Map<Line, Instant> superseded = new HashMap<>();
        for (SeriesState whole : wholes) {
            Line line = whole.series().line();
            if (isPending(line)) {
                continue;
            }
            VersionTerms terms = topology.terms().of(line.model(), line.sha256());
            Duration behind = line.variant().equals(CHAMPION)
                    ? terms.performance().shortestWindow()
                    : terms.performance().longestWindow();
            champions.stream()
                    .filter(other -> other.series().line().model().equals(line.model()))
                    .filter(other -> other.lastPaneStartMs() - whole.lastPaneStartMs() > behind.toMillis())
                    .findFirst()
                    .ifPresent(other -> superseded.put(line, Instant.ofEpochMilli(other.lastPaneStartMs())));
        }
        return superseded;
    }

    private void end(Line line, Instant since) {
        alerts.end(line, topology.terms().of(line.model(), line.sha256()), since)
                .ifPresent(this::raise);
    }

    /// A version that no longer answers is forgotten when all its labels must have come, twice over, and no window
    /// reaches back to it.
    private void forgetPast() {
        Map<String, Long> newestMs = new HashMap<>();
        List<SeriesState> wholes = store.wholes();
        wholes.forEach(whole -> newestMs.merge(whole.series().line().model(), whole.lastPaneStartMs(), Math::max));
        for (SeriesState whole : wholes) {
            Line line = whole.series().line();
            if (isPending(line)) {
                continue;
            }
            VersionTerms terms = topology.terms().of(line.model(), line.sha256());
            long keptMs = 2 * terms.labels().horizon().toMillis()
                    + WindowShape.longest(terms.performance()).toMillis();
            if (newestMs.getOrDefault(line.model(), 0L) - whole.lastPaneStartMs() > keptMs) {
                store.forget(line);
                alerts.forget(line);
                meters.forget(line);
            }
        }
    }

    private void raise(Alert alert) {
        context.forward(new Record<>(alert.getModel(), alert, topology.clock().millis()), FeedbackNames.ALERTS);
    }

    private void reject(Inbound source, DeadLetter letter) {
        context.forward(
                new Record<>(source.key(), letter, topology.clock().millis(), new RecordHeaders()),
                FeedbackNames.PANE_DEAD_LETTERS);
    }

    /// Quality that is told.
    ///
    /// @param window name of the window
    /// @param startMs its start, inclusive, milliseconds since 1970-01-01 UTC
    /// @param endMs its end, exclusive
    /// @param isTumbling whether it is one of several that lie side by side
    private record Told(
            Series series, String window, long startMs, long endMs, PaneTotals totals, boolean isTumbling) {}
}
