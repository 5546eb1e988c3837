package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.drift.judgement.QualityCheck;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.PaneSubject;
import io.tidemark.event.Severity;
import io.tidemark.model.manifest.QualitySpec;
import io.tidemark.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that become dead letters, and requests that do not come.
class TrafficTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROWS = 40;

    private final World world = new World(7);
    private final MonitorDriver monitor = new MonitorDriver(START);
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Drift> records = new ArrayList<>();

    @BeforeEach
    void silenceOfFiveSecondsMatters() {
        ReferenceLookup known = new ReferenceLookup.Known(quick());
        monitor.references.put(World.V1, known);
        monitor.references.put(World.V2, known);
    }

    static Reference quick() {
        Reference usual = World.reference();
        QualitySpec spec = QualitySpec.DEFAULT;
        return new Reference(
                usual.features(),
                usual.profile(),
                usual.classes(),
                usual.drift(),
                usual.retrain(),
                new Reference.Soundness(
                        new QualitySpec(
                                spec.off(),
                                spec.missing(),
                                spec.unseen(),
                                spec.outOfRange(),
                                spec.outliers(),
                                spec.correlation(),
                                spec.spread(),
                                spec.latencyP99Ms(),
                                spec.deadLetters(),
                                Duration.ofSeconds(5)),
                        List.of(),
                        List.of()));
    }

    @AfterEach
    void close() {
        monitor.close();
    }

    private void run(int seconds, int answers, int letters) {
        for (int second = 0; second < seconds; second++) {
            monitor.predict(world.second(World.V1, monitor.now(), answers));
            monitor.refuse(World.MODEL, letters);
            monitor.tick();
        }
        alerts.addAll(monitor.alerts());
        records.addAll(monitor.drift());
    }

    private List<Alert> of(String kind) {
        return alerts.stream().filter(alert -> alert.getKind().equals(kind)).toList();
    }

    @Test
    void aRiseOfTheShareOfDeadLettersIsOneAlertUntilItIsOver() {
        run(60, ROWS, 1);
        assertThat(of("dead-letters")).isEmpty();
        run(30, ROWS, 20);
        assertThat(of("dead-letters")).first().satisfies(alert -> {
            assertThat(alert.getStatus()).isEqualTo(AlertStatus.OPEN);
            assertThat(alert.getVersion()).isNull();
            assertThat(alert.getTitle()).startsWith("homes: more requests than before become dead letters");
            assertThat(alert.getRunbook()).isEqualTo("runbook.md#dead-letters");
            assertThat(alert.getEvidence().getFirst().getStatistic()).isEqualTo("dead_letter_share");
        });
        run(40, ROWS, 1);
        assertThat(of("dead-letters"))
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN, AlertStatus.ESCALATED, AlertStatus.RESOLVED);
        assertThat(of("no-traffic")).isEmpty();
    }

    @Test
    void theShareIsOnTheTopic() {
        run(30, 30, 10);
        assertThat(records)
                .filteredOn(record -> record.getSubject() == DriftSubject.TRAFFIC
                        && record.getWindow().equals("slow"))
                .last()
                .satisfies(record -> {
                    assertThat(record.getStatistics()).containsEntry("dead_letter_share", 0.25);
                    assertThat(record.getStatistics().get("requests_per_second"))
                            .isBetween(39.0, 47.0);
                    assertThat(record.getDrifted()).isTrue();
                });
    }

    @Test
    void whenNothingIsAnsweredAnyMoreItIsSevere() {
        run(60, ROWS, 0);
        run(30, 0, ROWS);
        assertThat(of("dead-letters")).last().extracting(Alert::getSeverity).isEqualTo(Severity.HIGH);
        assertThat(of("no-traffic")).isEmpty();
    }

    @Test
    void aShareThatWasAlwaysThereIsNoAlert() {
        run(60, 98, 2);
        run(60, 96, 4);
        assertThat(of("dead-letters")).isEmpty();
    }

    @Test
    void lettersOfOtherTopicsAndOtherModelsDoNotCount() {
        for (int second = 0; second < 30; second++) {
            monitor.predict(world.second(World.V1, monitor.now(), ROWS));
            monitor.refuse("unheard-of", ROWS);
            monitor.pipe(
                    Topics.DEAD_LETTERS,
                    monitor.topics
                            .of(Topics.DEAD_LETTERS)
                            .values()
                            .serializer()
                            .serialize("", MonitorDriver.letter(World.MODEL, Topics.GROUND_TRUTH.name())),
                    monitor.now());
            monitor.pipe(Topics.DEAD_LETTERS, new byte[] {1, 2, 3}, monitor.now());
            monitor.pipe(Topics.DEAD_LETTERS, null, monitor.now());
            monitor.tick();
        }
        run(0, 0, 0);
        assertThat(alerts).isEmpty();
        assertThat(monitor.letters()).isEmpty();
        assertThat(monitor.counter("tidemark.drift.letters.unreadable")).isEqualTo(30);
        assertThat(monitor.counter("tidemark.drift.letters.unknown")).isPositive();
    }

    @Test
    void silenceAfterRegularTrafficIsOneAlertUntilRequestsComeAgain() {
        run(60, ROWS, 0);
        run(60, 0, 0);
        assertThat(of("no-traffic")).singleElement().satisfies(alert -> {
            assertThat(alert.getStatus()).isEqualTo(AlertStatus.OPEN);
            assertThat(alert.getAdvice()).isNotEmpty();
            assertThat(alert.getMessage()).contains("None came for PT5S");
        });
        run(5, ROWS, 0);
        assertThat(of("no-traffic"))
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
        assertThat(of("no-traffic"))
                .extracting(Alert::getAlertId)
                .containsOnly(of("no-traffic").getFirst().getAlertId());
    }

    @Test
    void aPauseThatIsUsualIsNoSilence() {
        for (int i = 0; i < 4; i++) {
            run(40, ROWS, 0);
            monitor.pass(Duration.ofSeconds(4));
        }
        monitor.pass(Duration.ofSeconds(8));
        run(0, 0, 0);
        assertThat(of("no-traffic")).as("eight seconds, four were usual").isEmpty();
        monitor.pass(Duration.ofSeconds(8));
        run(0, 0, 0);
        assertThat(of("no-traffic")).hasSize(1);
    }

    @Test
    void tooShortATrafficIsNotRegular() {
        run(20, ROWS, 0);
        monitor.pass(Duration.ofDays(1));
        run(0, 0, 0);
        assertThat(of("no-traffic")).isEmpty();
    }

    /// Kills and rebalances: each time somebody else goes on from what was committed.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverDiesSilenceOpensAndResolvesOnce(long seed) {
        Random random = new Random(seed);
        MonitorRig.TestTime time = new MonitorRig.TestTime(START);
        MonitorRig judging = MonitorRig.judging(time, version -> new ReferenceLookup.Known(quick()));
        for (int second = 0; second < 400; second++) {
            boolean silent = second >= 100 && second < 300;
            if (!silent) {
                judging.take(answers(time.instant()));
            }
            if (random.nextDouble() < 0.08) {
                judging.restart();
            }
            time.set(time.instant().plusSeconds(1));
            judging.tick();
        }
        assertThat(judging.out(Alert.class))
                .filteredOn(alert -> alert.getKind().equals("no-traffic"))
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
    }

    @Test
    void aMonitorThatWasDownListensBeforeItSpeaksOfSilence() {
        MonitorRig.TestTime time = new MonitorRig.TestTime(START);
        MonitorRig judging = MonitorRig.judging(time, version -> new ReferenceLookup.Known(quick()));
        for (int second = 0; second < 100; second++) {
            judging.take(answers(time.instant()));
            time.set(time.instant().plusSeconds(1));
            judging.tick();
        }
        time.set(time.instant().plus(Duration.ofHours(3)));
        judging.restart();
        judging.tick();
        judging.take(answers(time.instant()));
        judging.tick();
        assertThat(judging.out(Alert.class)).extracting(Alert::getKind).doesNotContain(QualityCheck.NO_TRAFFIC.kind());
    }

    @Test
    void lettersAreCountedExactlyUnderRestarts() {
        Random random = new Random(1);
        MonitorRig.TestTime time = new MonitorRig.TestTime(START);
        MonitorRig counting = MonitorRig.counting(time);
        for (int i = 0; i < 100; i++) {
            if (random.nextDouble() < 0.2) {
                counting.restart();
            }
            counting.refuse(World.MODEL);
            if (i % 10 == 9) {
                counting.tick();
            }
        }
        assertThat(counting.out(DriftPane.class))
                .allSatisfy(pane -> assertThat(pane.getSubject()).isEqualTo(PaneSubject.LETTERS))
                .extracting(DriftPane::getCount)
                .containsOnly(10L)
                .hasSize(10);
    }

    static DriftPane answers(Instant time) {
        return DriftPane.newBuilder()
                .setModel(World.MODEL)
                .setVersion(World.V1.version())
                .setBundleSha256(World.V1.bundleSha256())
                .setSubject(PaneSubject.PREDICTION)
                .setFeature("")
                .setPaneStart(time)
                .setCount(ROWS)
                .setCounts(ByteBuffer.allocate(0))
                .build();
    }
}
