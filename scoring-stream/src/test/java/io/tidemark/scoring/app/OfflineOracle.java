package io.tidemark.scoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Adopted;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.scoring.ToyModel;
import io.tidemark.testkit.TestStack;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads everything that is committed and computes again, from requests, adoptions and bundles alone, what must be
/// there.
final class OfflineOracle {
    /// Place of a request on the log.
    record Place(int partition, long offset) {}

    /// How a request ended.
    ///
    /// @param what request id of an answer, reason of a rejection
    /// @param valueBits the value, to the last bit
    private record End(String what, String activationId, int version, String sha256, long valueBits) {}

    private final Map<Place, Optional<PredictionRequest>> requests = new LinkedHashMap<>();
    private final Map<Place, List<Prediction>> predictions = new HashMap<>();
    private final Map<Place, List<DeadLetter>> letters = new HashMap<>();
    private final Map<Integer, NavigableMap<Long, Adopted>> adoptions = new HashMap<>();
    private final List<Adopted> facts = new ArrayList<>();
    private final Map<Integer, ToyModel> versions;

    private OfflineOracle(List<ToyModel> versions) {
        this.versions = versions.stream().collect(Collectors.toMap(ToyModel::version, toy -> toy));
    }

    static OfflineOracle read(TestStack stack, List<ToyModel> versions) {
        OfflineOracle oracle = new OfflineOracle(versions);
        Deserializer<PredictionRequest> reader =
                stack.serdes().valueSerde(PredictionRequest.class).deserializer();
        for (ConsumerRecord<String, byte[]> record :
                stack.readAll(stack.name(Topics.REQUESTS), new ByteArrayDeserializer())) {
            oracle.requests.put(
                    new Place(record.partition(), record.offset()), request(reader, record.topic(), record.value()));
        }
        stack.readAll(Topics.PREDICTIONS)
                .forEach(record -> oracle.predictions
                        .computeIfAbsent(
                                new Place(
                                        record.value().getSource().getPartition(),
                                        record.value().getSource().getOffset()),
                                place -> new ArrayList<>())
                        .add(record.value()));
        stack.readAll(Topics.DEAD_LETTERS)
                .forEach(record -> oracle.letters
                        .computeIfAbsent(
                                new Place(
                                        record.value().getPartition(),
                                        record.value().getOffset()),
                                place -> new ArrayList<>())
                        .add(record.value()));
        stack.readAll(Topics.TIMELINE).forEach(record -> {
            if (record.value().getFact() instanceof Adopted adopted) {
                oracle.facts.add(adopted);
                oracle.adoptions
                        .computeIfAbsent(adopted.getPartition(), partition -> new TreeMap<>())
                        .put(adopted.getFirstOffset(), adopted);
            }
        });
        return oracle;
    }

    /// Each request has exactly one end, the right one, and nothing else is there.
    void check() {
        List<String> faults = new ArrayList<>();
        requests.forEach((place, request) -> {
            List<Prediction> answers = predictions.getOrDefault(place, List.of());
            List<DeadLetter> rejections = letters.getOrDefault(place, List.of());
            if (answers.size() + rejections.size() != 1) {
                faults.add(place + ": " + answers.size() + " answers and " + rejections.size() + " rejections");
            } else if (!end(answers, rejections).equals(expectedEnd(place, request))) {
                faults.add(place + ": found " + end(answers, rejections) + ", expected " + expectedEnd(place, request));
            }
        });
        predictions.keySet().stream()
                .filter(place -> !requests.containsKey(place))
                .forEach(place -> faults.add(place + ": answered, but no request"));
        letters.keySet().stream()
                .filter(place -> !requests.containsKey(place))
                .forEach(place -> faults.add(place + ": rejected, but no request"));
        assertThat(faults.stream().limit(20)).as(faults.size() + " faults").isEmpty();
    }

    /// Each request has one end or more, all of them right for the version that they name, and nothing else is there.
    void checkAtLeastOnce() {
        List<String> faults = new ArrayList<>();
        requests.forEach((place, request) -> {
            List<Prediction> answers = predictions.getOrDefault(place, List.of());
            List<DeadLetter> rejections = letters.getOrDefault(place, List.of());
            String reason = reason(request);
            if (reason.isEmpty() ? answers.isEmpty() || !rejections.isEmpty() : !answers.isEmpty()) {
                faults.add(place + ": " + answers.size() + " answers and " + rejections.size() + " rejections");
            }
            if (!reason.isEmpty()
                    && !rejections.stream()
                            .map(DeadLetter::getReason)
                            .distinct()
                            .toList()
                            .equals(List.of(reason))) {
                faults.add(place + ": found " + rejections + ", expected " + reason);
            }
            answers.stream()
                    .filter(answer -> !isRight(answer, request.orElseThrow()))
                    .forEach(answer -> faults.add(place + ": found " + answer));
        });
        predictions.keySet().stream()
                .filter(place -> !requests.containsKey(place))
                .forEach(place -> faults.add(place + ": answered, but no request"));
        assertThat(faults.stream().limit(20)).as(faults.size() + " faults").isEmpty();
    }

    private boolean isRight(Prediction answer, PredictionRequest request) {
        ToyModel toy = versions.get(answer.getVersion());
        return toy != null
                && answer.getRequestId().equals(request.getRequestId())
                && answer.getBundleSha256().equals(toy.sha256())
                && Double.doubleToLongBits(answer.getValue())
                        == Double.doubleToLongBits(toy.score(request.getFeatures()));
    }

    /// Requests that were answered more than once.
    long repeated() {
        return predictions.values().stream()
                .filter(answers -> answers.size() > 1)
                .count();
    }

    /// Each adoption stands with the first prediction under it, and no partition adopted anything twice.
    void checkAdoptions() {
        assertThat(facts)
                .allSatisfy(fact -> assertThat(predictions.get(new Place(fact.getPartition(), fact.getFirstOffset())))
                        .as("the first prediction under " + fact)
                        .extracting(Prediction::getActivationId)
                        .containsExactly(fact.getActivationId()));
        assertThat(facts.stream()
                        .map(fact -> fact.getActivationId() + " by partition " + fact.getPartition())
                        .toList())
                .doesNotHaveDuplicates();
    }

    /// Number of requests on the log.
    int requests() {
        return requests.size();
    }

    /// Number of predictions that a version made.
    long predictionsOf(ToyModel toy) {
        return predictions.values().stream()
                .flatMap(List::stream)
                .filter(prediction -> prediction.getVersion() == toy.version())
                .count();
    }

    /// Instances that adopted something.
    List<String> instances() {
        return facts.stream().map(Adopted::getInstance).distinct().sorted().toList();
    }

    private static End end(List<Prediction> answers, List<DeadLetter> rejections) {
        if (answers.isEmpty()) {
            return new End(rejections.getFirst().getReason(), "", 0, "", 0);
        }
        Prediction answer = answers.getFirst();
        return new End(
                answer.getRequestId(),
                answer.getActivationId(),
                answer.getVersion(),
                answer.getBundleSha256(),
                Double.doubleToLongBits(answer.getValue()));
    }

    /// From request, adoptions and bundles alone.
    private End expectedEnd(Place place, Optional<PredictionRequest> request) {
        String reason = reason(request);
        if (!reason.isEmpty()) {
            return new End(reason, "", 0, "", 0);
        }
        Map.Entry<Long, Adopted> inForce =
                adoptions.getOrDefault(place.partition(), new TreeMap<>()).floorEntry(place.offset());
        if (inForce == null) {
            return new End("no answer: nothing was adopted", "", 0, "", 0);
        }
        Adopted adopted = inForce.getValue();
        ToyModel toy = Objects.requireNonNull(versions.get(adopted.getChampionVersion()), adopted::toString);
        return new End(
                request.orElseThrow().getRequestId(),
                adopted.getActivationId(),
                toy.version(),
                toy.sha256(),
                Double.doubleToLongBits(toy.score(request.orElseThrow().getFeatures())));
    }

    private static String reason(Optional<PredictionRequest> request) {
        if (request.isEmpty()) {
            return "MALFORMED";
        }
        return request.get().getFeatures().containsKey("rooms") ? "" : "MISSING_FEATURE";
    }

    private static Optional<PredictionRequest> request(
            Deserializer<PredictionRequest> reader, String topic, byte[] value) {
        try {
            return Optional.of(reader.deserialize(topic, value));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }
}
