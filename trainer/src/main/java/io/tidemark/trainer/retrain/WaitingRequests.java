package io.tidemark.trainer.retrain;

import io.tidemark.event.RetrainRequest;
import io.tidemark.event.RunStatus;
import io.tidemark.event.TrainingRun;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.retrain.RunPublisher.ConsumedRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Requests for one model that wait behind the one that is taken up, and those that a run has answered for another.
///
/// A run that begins now sees all that a request wants that is on the log by now: it answers both. Nothing is
/// remembered outside the log: the answer to a waiting request is on `training-runs` in the same transaction as the
/// end of the run, and where it is found, the request is passed over when its turn comes.
final class WaitingRequests {
    private final TopicReader reader;
    private final Topic<RetrainRequest> requests;
    private final Topic<TrainingRun> runs;

    WaitingRequests(TopicReader reader, TopicBinding topics) {
        this.reader = reader;
        this.requests = topics.of(Topics.RETRAIN_REQUESTS);
        this.runs = topics.of(Topics.TRAINING_RUNS);
    }

    /// Requests that a run for this one answers as well, in their order: for the same model and the same window.
    List<RetrainRequest> behind(RetrainRequest request, ConsumedRequest consumed) {
        List<RetrainRequest> waiting = new ArrayList<>();
        Set<String> known = new HashSet<>(Set.of(request.getTriggerId()));
        reader.readFrom(consumed.partition(), consumed.offset() + 1, message -> {
            RetrainRequest later = decoded(message);
            if (later != null && isAnsweredWith(later, request) && known.add(later.getTriggerId())) {
                waiting.add(later);
            }
        });
        return waiting;
    }

    /// What cannot be read waits for its own turn.
    private @Nullable RetrainRequest decoded(ConsumerRecord<byte[], byte[]> message) {
        try {
            return requests.values().deserializer().deserialize(message.topic(), message.value());
        } catch (KafkaException e) {
            return null;
        }
    }

    private static boolean isAnsweredWith(RetrainRequest later, RetrainRequest request) {
        return later.getModel().equals(request.getModel())
                && RetrainWorker.isUsable(later)
                && Objects.equals(later.getReplayFrom(), request.getReplayFrom())
                && Objects.equals(later.getReplayTo(), request.getReplayTo());
    }

    /// The run of another request that has answered this one.
    Optional<String> answering(RetrainRequest request) {
        List<String> answers = new ArrayList<>();
        reader.read(runs.name(), message -> {
            TrainingRun run = runs.values().deserializer().deserialize(runs.name(), message.value());
            if (run != null
                    && run.getTriggerId().equals(request.getTriggerId())
                    && run.getModel().equals(request.getModel())
                    && !run.getRunId().equals(request.getTriggerId())
                    && (run.getStatus() == RunStatus.APPROVED || run.getStatus() == RunStatus.REJECTED)) {
                answers.add(run.getRunId());
            }
        });
        return answers.stream().findFirst();
    }
}
