package io.tidemark.benchmarks;

import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.answer.ExplanationBudget;
import io.tidemark.scoring.answer.Reply;
import io.tidemark.scoring.serving.RecentRows;
import io.tidemark.scoring.serving.ServingModel;
import io.tidemark.streamkit.topic.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What each stage of an answer costs, without Kafka: the same code as in the stream, one thread, over the bytes of
/// real requests.
final class StageCosts {
    private static final int ROUNDS = 15;

    private final Topic<PredictionRequest> requestTopic;
    private final Topic<Prediction> predictionTopic;
    private final List<byte[]> requests;
    private final ModelScorer scorer;
    private final Answerer answerer;
    private final RequestCoordinates source;

    StageCosts(
            Topic<PredictionRequest> requestTopic,
            Topic<Prediction> predictionTopic,
            ModelBundle bundle,
            List<PredictionRequest> requests) {
        this.requestTopic = requestTopic;
        this.predictionTopic = predictionTopic;
        this.requests = requests.stream()
                .map(request -> requestTopic.values().serializer().serialize(requestTopic.name(), request))
                .toList();
        this.scorer = bundle.newScorer();
        ServingModel model = new ServingModel(bundle.descriptor().model(), 1, "0".repeat(64), bundle, new RecentRows());
        this.answerer = new Answerer(model, Answerer.CHAMPION, "benchmark");
        this.source = new RequestCoordinates(requestTopic.name(), 0, 0L);
    }

    /// Mean size of a request and of its prediction, bytes.
    Sizes sizes() {
        long answered = 0;
        for (byte[] request : requests) {
            PredictionRequest decoded = requestTopic.values().deserializer().deserialize(requestTopic.name(), request);
            if (answerer.answer(decoded, source, ExplanationBudget.UNLIMITED) instanceof Reply.Answered answer) {
                answered += predictionTopic
                        .values()
                        .serializer()
                        .serialize(predictionTopic.name(), answer.prediction())
                        .length;
            }
        }
        double sent = requests.stream().mapToLong(request -> request.length).sum();
        return new Sizes(sent / requests.size(), answered / (double) requests.size());
    }

    /// Mean sizes of record values, bytes.
    record Sizes(double request, double prediction) {}

    /// Median over the rounds, nanoseconds a record, in the order of the stages.
    Map<String, Double> measure() {
        Map<String, double[]> rounds = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<PredictionRequest> decoded = new ArrayList<>(requests.size());
            List<Prediction> answers = new ArrayList<>(requests.size());
            long start = System.nanoTime();
            for (byte[] request : requests) {
                decoded.add(requestTopic.values().deserializer().deserialize(requestTopic.name(), request));
            }
            long read = System.nanoTime();
            for (PredictionRequest request : decoded) {
                if (scorer.encode(request.getFeatures()) != null) {
                    throw new IllegalStateException("A request of the benchmark was refused.");
                }
            }
            long encoded = System.nanoTime();
            double sum = 0;
            for (PredictionRequest request : decoded) {
                sum += scorer.encode(request.getFeatures()) == null ? scorer.score() : Double.NaN;
            }
            long scored = System.nanoTime();
            for (PredictionRequest request : decoded) {
                if (answerer.answer(request, source, ExplanationBudget.UNLIMITED) instanceof Reply.Answered answered) {
                    answers.add(answered.prediction());
                }
            }
            long answered = System.nanoTime();
            long bytes = 0;
            for (Prediction answer : answers) {
                bytes += predictionTopic.values().serializer().serialize(predictionTopic.name(), answer).length;
            }
            long written = System.nanoTime();
            if (answers.size() != requests.size() || bytes == 0 || Double.isNaN(sum)) {
                throw new IllegalStateException(
                        "Found " + answers.size() + " answers to " + requests.size() + " requests, expected one each.");
            }
            long check = encoded - read;
            long checkAndScore = scored - encoded;
            note(rounds, "decode the request", round, read - start);
            note(rounds, "check and encode its features", round, check);
            note(rounds, "derive the inputs and score", round, checkAndScore - check);
            note(rounds, "build the prediction", round, answered - scored - checkAndScore);
            note(rounds, "serialise it", round, written - answered);
        }
        Map<String, Double> costs = new LinkedHashMap<>();
        rounds.forEach((stage, ns) -> {
            Arrays.sort(ns);
            costs.put(stage, ns[ROUNDS / 2]);
        });
        return costs;
    }

    /// Notes what a stage took; what is left when earlier stages are taken off may fall below nothing by chance.
    private void note(Map<String, double[]> rounds, String stage, int round, long ns) {
        rounds.computeIfAbsent(stage, ignored -> new double[ROUNDS])[round] =
                Math.max(0, ns) / (double) requests.size();
    }
}
