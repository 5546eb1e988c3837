package io.tidemark.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.RetrainRequest;
import io.tidemark.event.RunStatus;
import io.tidemark.event.TrainingRun;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.OutcomeReplay;
import io.tidemark.trainer.data.OutcomeWindow;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.prepare.CheckedData;
import io.tidemark.trainer.prepare.DataReading;
import io.tidemark.trainer.run.Rebuild;
import io.tidemark.trainer.run.RegisteredRun;
import io.tidemark.trainer.run.TrainingOrder;
import io.tidemark.trainer.run.TrainingService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Outcomes on the topic as training data, with other base data and without.
@WithStack
class BackfillTest {
    private static final String[] SMALL = {"selection.algorithms={ridge: {}}", "preprocessing.clusters=[]"};

    @TempDir
    Path folder;

    private final TestStack stack;

    BackfillTest(TestStack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void createTopics() {
        stack.createTopics(1);
    }

    @Test
    void historyAloneTrainsAVersionThatNamesItsOffsetsAndIsRebuilt() throws Exception {
        try (OutcomeLog log = new OutcomeLog(stack)) {
            for (int i = 0; i < 150; i++) {
                log.matched("history", "r" + i, i, 100.0 + i % 7);
            }
            log.write("history", "r0", 0, 2, OutcomeStatus.CORRECTED, 500L);
            log.write("history", "r0", 0, 1, OutcomeStatus.CORRECTED, 400L);
            log.write("history", "expired", 30, 0, OutcomeStatus.EXPIRED, null);
            log.matched("somebody-else", "r1", 1, 1.0);
        }
        ModelManifest manifest = manifest("history", "data.source=\"topic:outcomes\"", "data.id=key");
        ModelRegistry registry = new LocalDirectoryRegistry(folder.resolve("registry"));

        RegisteredRun run = train(registry, manifest);

        BundleDescriptor.Training training = training(registry, run.version());
        BundleDescriptor.Replay replay = training.replay().orElseThrow();
        assertThat(training.data()).isEqualTo("topic:outcomes");
        assertThat(replay.topic()).isEqualTo(stack.name(Topics.OUTCOMES));
        assertThat(replay.rows()).isEqualTo(150);
        assertThat(replay.offsets().values().stream().mapToLong(Long::longValue).sum())
                .isGreaterThanOrEqualTo(154);
        assertThat(Files.readAllLines(run.folder().resolve("splits.csv")))
                .hasSize(151)
                .contains("row,split")
                .anyMatch(line -> line.startsWith("r149,"));
        assertThat(folder.resolve("cache/raw/" + training.dataSha256() + ".parquet"))
                .exists();

        try (OutcomeLog log = new OutcomeLog(stack)) {
            log.matched("history", "later", 10, 1.0);
            log.write("history", "r5", 5, 7, OutcomeStatus.CORRECTED, 900.0);
        }
        Rebuild.Comparison again =
                new Rebuild(registry, locator(), Optional.of(replay()), 1).run(run.version(), RunListener.NONE);
        assertThat(again.isEqual()).isTrue();
    }

    @Test
    void rowsAreAsTheyWereServed() {
        try (OutcomeLog log = new OutcomeLog(stack)) {
            for (int i = 0; i < 120; i++) {
                log.matched("served", "r" + i, i, 100.0 + i % 7);
            }
        }
        ModelManifest manifest = manifest("served", "data.source=\"topic:outcomes\"");
        ReplayedRows beside = replay().read(manifest, OutcomeLog.START, OutcomeLog.START.plusSeconds(120));

        CheckedData base = DataReading.read(manifest, locator().locate(manifest));

        assertThat(base.table().rows()).isEqualTo(120);
        assertThat(base.table().id(3)).isEqualTo("r3");
        for (int c = 0; c < manifest.features().size(); c++) {
            assertThat(base.table().features().column(c))
                    .isEqualTo(beside.table().features().column(c));
        }
        assertThat(base.table().features().column(1)[9]).isNaN();
        assertThat(base.table().target(119)).isEqualTo(beside.table().target(119));
    }

    @Test
    void windowsOffsetsAndTheNewestRowsAreKeptTo() {
        try (OutcomeLog log = new OutcomeLog(stack)) {
            for (int i = 0; i < 300; i++) {
                log.matched("window", "r" + i, i, 100.0);
            }
        }
        ModelManifest manifest = manifest("window", "data.max_rows=100");
        long end = replay().read(manifest, Instant.EPOCH, Instant.now()).replay().offsets().values().stream()
                .mapToLong(Long::longValue)
                .sum();

        ReplayedRows newest = replay().read(manifest, OutcomeLog.START, OutcomeLog.START.plusSeconds(250));
        assertThat(newest.table().rows()).isEqualTo(100);
        assertThat(newest.table().id(0)).isEqualTo("r150");
        assertThat(newest.table().id(99)).isEqualTo("r249");
        assertThat(newest.counts().leftOut())
                .containsEntry("outside the window", 50L)
                .containsEntry("older than the newest data.max_rows", 150L);
        assertThat(newest.counts().used()
                        + newest.counts().leftOut().values().stream()
                                .mapToLong(n -> n)
                                .sum())
                .isEqualTo(newest.counts().read());
        assertThat(newest.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("found 250 that are labelled")
                        .contains("data.max_rows"));

        DataSource.Topic topic =
                new DataSource.Topic("outcomes", Optional.empty(), Optional.empty(), Map.of(0, end - 40));
        LocatedData data = locator().outcomes(manifest, topic, OutcomeWindow.of(topic, Instant.now()));
        assertThat(data.replayed().orElseThrow().counts().used()).isEqualTo(40);
        assertThat(data.replayed().orElseThrow().replay().topic()).endsWith("outcomes,from-offsets=0:" + (end - 40));
        LocatedData again =
                locator().locateAgain(manifest, topic, data.replayed().get().replay());
        assertThat(again.sha256()).isEqualTo(data.sha256());
        assertThat(again.file()).isEqualTo(data.file());
    }

    @Test
    void noOutcomesAreAnErrorThatSaysWhatThereWas() {
        ModelManifest manifest = manifest("nothing", "data.source=\"topic:outcomes\"");

        assertThatThrownBy(() -> locator().locate(manifest))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no labelled outcome of nothing")
                .hasMessageContaining("of other models");
    }

    @Test
    void aModelWhoseBaseIsTheTopicIsRetrainedOnItOnce() {
        try (OutcomeLog log = new OutcomeLog(stack)) {
            for (int i = 0; i < 150; i++) {
                log.matched("from-topic", "r" + i, i, 100.0 + i % 7);
            }
        }
        try (RetrainScene scene = new RetrainScene(
                stack,
                folder,
                "from-topic",
                Toys.YAML
                        .replace("synthetic:rows=400,seed=1", "topic:outcomes")
                        .replace("latency_us: 100000", "latency_us: 100000, parity: 0.001"))) {
            RetrainRequest request = RetrainRequest.newBuilder(scene.request("trigger-1"))
                    .setReplayFrom(OutcomeLog.START)
                    .setReplayTo(OutcomeLog.START.plusSeconds(140))
                    .build();
            scene.worker(scene.registry()).answer(request, scene.consumed(request));

            TrainingRun end = scene.ends("trigger-1").getFirst();
            assertThat(end.getStatus()).isNotEqualTo(RunStatus.FAILED);
            assertThat(end.getRows()).isEqualTo(140);
            assertThat(end.getReplayedRows()).isEqualTo(140);
        }
    }

    private ModelManifest manifest(String model, String... overrides) {
        List<String> all = new java.util.ArrayList<>(List.of(SMALL));
        all.add("name=" + model);
        all.addAll(List.of(overrides));
        return Toys.regression(all.toArray(String[]::new));
    }

    private RegisteredRun train(ModelRegistry registry, ModelManifest manifest) {
        return new TrainingService(registry, locator(), folder.resolve("runs"), 2)
                .train(
                        new TrainingOrder("run-1", manifest, Optional.empty(), Optional.empty(), OptionalInt.empty()),
                        RunListener.NONE);
    }

    private static BundleDescriptor.Training training(ModelRegistry registry, ModelVersion version) {
        return BundleCodec.read(registry.fetch(version.model(), version.bundleSha256()), version.bundleSha256())
                .descriptor()
                .training();
    }

    private DataLocator locator() {
        return new DataLocator(folder.resolve("cache"), List.of(), Progress.NONE).withOutcomes(replay());
    }

    private OutcomeReplay replay() {
        return OutcomeReplay.of(new TopicBinding(RetrainScene.settings(stack)));
    }
}
