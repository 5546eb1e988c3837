package io.tidemark.cli.history;

import io.tidemark.drift.policy.PolicyTerms;
import io.tidemark.drift.policy.RetrainPolicy;
import io.tidemark.drift.policy.Trigger;
import io.tidemark.drift.policy.Verdict;
import io.tidemark.event.PolicyReading;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a retrain policy makes of the readings on the log: the monitor's own code, with a manifest of one's choice.
public final class PolicyReplay {
    private PolicyReplay() {}

    /// The readings of a model, in their order.
    public static List<PolicyReading> readings(TopicBinding topics, String model) {
        Topic<PolicyReading> topic = topics.of(Topics.POLICY_READINGS);
        List<PolicyReading> readings = new ArrayList<>();
        new TopicReader(topics.settings()).read(topic.name(), message -> {
            PolicyReading reading = topic.values().deserializer().deserialize(topic.name(), message.value());
            if (reading != null && reading.getModel().equals(model)) {
                readings.add(reading);
            }
        });
        return readings;
    }

    /// The verdicts, each where it differs from the one before in its step or in the triggers that have fired.
    public static List<Verdict> steps(String model, List<PolicyReading> readings, PolicyTerms terms) {
        RetrainPolicy policy = new RetrainPolicy(model);
        List<Verdict> steps = new ArrayList<>();
        String last = "";
        for (PolicyReading reading : readings) {
            policy.take(reading, Optional.of(terms));
            Verdict verdict = policy.decide(terms);
            String kind = verdict.version() + " " + verdict.step() + " "
                    + verdict.triggers().stream()
                            .filter(Trigger::fired)
                            .map(Trigger::name)
                            .collect(Collectors.joining(" "));
            if (verdict.ask().isPresent() || !kind.equals(last)) {
                steps.add(verdict);
            }
            last = kind;
        }
        return steps;
    }
}
