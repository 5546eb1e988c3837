package io.tidemark.scoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Prediction;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.replay.AdoptedVersions;
import io.tidemark.scoring.replay.LiveEnds;
import io.tidemark.scoring.replay.LivePosition;
import io.tidemark.scoring.replay.RangeBound;
import io.tidemark.scoring.replay.Replay;
import io.tidemark.scoring.replay.ReplayCheck;
import io.tidemark.scoring.replay.Replayed;
import io.tidemark.scoring.replay.RequestRange;
import io.tidemark.scoring.serving.PastVersions;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.testkit.ServiceProcess;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What three instances and, after two kill -9, the last of them answered through five swaps, a replay by the log's
/// adoptions answers again to the last byte, explanations included.
///
/// `TIDEMARK_TEST_REPLAY_REQUESTS=200000` runs it at the size of a production log.
@WithStack
class ReplayIdentityTest {
    private static final int REQUESTS =
            Integer.parseInt(System.getenv().getOrDefault("TIDEMARK_TEST_REPLAY_REQUESTS", "3000"));
    private static final int PER_BURST = Math.max(20, REQUESTS / 400);

    @TempDir
    private Path folder;

    @Test
    void theLogAnsweredAgainIsTheLog(TestStack stack) throws Exception {
        ScorerCluster cluster = new ScorerCluster(stack, folder);
        cluster.activate(ToyModel.version(1));
        Traffic traffic = Traffic.start(stack, PER_BURST);
        List<ServiceProcess> scorers = cluster.startAll("one", "two", "three");
        try {
            cluster.awaitMembers(3);
            answer(cluster);
            swap(cluster, 2);
            cluster.killInsideTransaction(scorers.get(2));
            swap(cluster, 3);
            cluster.awaitAdopted(cluster.activate(ToyModel.version(4), ToyModel.version(3), 3_000));
            answer(cluster);
            cluster.killInsideTransaction(scorers.get(1));
            swap(cluster, 5);
            swap(cluster, 6);
            int requests = traffic.stop();
            cluster.awaitNoneLeft();
            check(cluster, requests);
        } finally {
            traffic.stop();
            scorers.forEach(ServiceProcess::close);
        }
    }

    private static void swap(ScorerCluster cluster, int version) {
        cluster.awaitAdopted(cluster.activate(ToyModel.version(version)));
        answer(cluster);
    }

    private static void answer(ScorerCluster cluster) {
        cluster.awaitAnswered(cluster.answered() + REQUESTS / 6);
    }

    private void check(ScorerCluster cluster, int requests) {
        TopicBinding topics = new TopicBinding(cluster.settings());
        RequestRange range = RequestRange.resolve(
                cluster.settings(), cluster.settings().name(Topics.REQUESTS), RangeBound.OPEN, RangeBound.OPEN);
        TimelineState timeline = TimelineState.read(new TopicReader(cluster.settings()), topics.of(Topics.TIMELINE));
        LiveEnds live = new LiveEnds(range);
        ReplayCheck check = new ReplayCheck(live, LivePosition.read(topics, range.topic()));
        live.readDeadLetters(topics);
        live.readPredictions(topics, ToyModel.NAME);
        Topic<Prediction> predictions = topics.of(Topics.PREDICTIONS);
        Map<Integer, Integer> byVersion = new TreeMap<>();
        LongAdder explained = new LongAdder();

        new Replay(
                        topics,
                        ToyModel.NAME,
                        new AdoptedVersions(
                                ToyModel.NAME,
                                range.topic(),
                                timeline,
                                new PastVersions(cluster.registry(), folder.resolve("no-cache"))),
                        live)
                .run(range, () -> {}, replayed -> {
                    byte[] value = new byte[0];
                    if (replayed instanceof Replayed.Answered answered) {
                        value = predictions.values().serializer().serialize(predictions.name(), answered.prediction());
                        byVersion.merge(answered.prediction().getVersion(), 1, Integer::sum);
                        explained.add(answered.prediction().getExplanation() == null ? 0 : 1);
                    }
                    check.accept(replayed, value);
                });

        ReplayCheck.Result result = check.result();
        System.out.println("Replayed " + requests + " requests: " + result + ", by version " + byVersion);
        assertThat(result.examples()).isEmpty();
        assertThat(result.holds()).isTrue();
        assertThat(result.pending()).isZero();
        assertThat(explained.sum()).isPositive();
        assertThat(byVersion.keySet()).containsExactly(1, 2, 3, 4, 5, 6);
        // Of 100 requests one is not Avro, and belongs to no model, and one has no rooms.
        int malformed = requests / 100 + (requests % 100 > 17 ? 1 : 0);
        assertThat(result.givenUp()).containsOnlyKeys("MISSING_FEATURE");
        assertThat(result.equal() + result.givenUp().getOrDefault("MISSING_FEATURE", 0L))
                .isEqualTo(requests - malformed);
        assertThat(result.equal()).isGreaterThan(REQUESTS / 2);
    }
}
