package io.tidemark.scoring.replay;

import io.tidemark.model.Task;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How far an answer is from the truth; less is better.
public enum PairedLoss {
    /// `(value - target)^2`.
    SQUARED_ERROR("squared error") {
        @Override
        double of(PairedAnswer answer, Truth truth) {
            double error = answer.value() - target(truth);
            return error * error;
        }
    },

    /// `|value - target|`.
    ABSOLUTE_ERROR("absolute error") {
        @Override
        double of(PairedAnswer answer, Truth truth) {
            return Math.abs(answer.value() - target(truth));
        }
    },

    /// Squared distance of the probabilities from the truth: of two classes `(1 - p)^2` for the true one's probability
    /// `p`, of several the sum over all of them.
    BRIER("Brier score") {
        @Override
        double of(PairedAnswer answer, Truth truth) {
            String name = nameOf(truth);
            double missed = 1 - answer.probabilityOf(name);
            if (answer.probabilities().size() <= 2) {
                return missed * missed;
            }
            double sum = missed * missed;
            for (Map.Entry<String, Double> probability : answer.probabilities().entrySet()) {
                sum += probability.getKey().equals(name) ? 0 : probability.getValue() * probability.getValue();
            }
            return sum;
        }
    },

    /// `-ln p` for the true class's probability `p`, which counts as [#LEAST_PROBABILITY] at least.
    LOG_LOSS("log loss") {
        @Override
        double of(PairedAnswer answer, Truth truth) {
            return -Math.log(Math.max(LEAST_PROBABILITY, answer.probabilityOf(nameOf(truth))));
        }
    },

    /// 1 when the predicted class is another than the true one.
    WRONG_CLASS("wrong class") {
        @Override
        double of(PairedAnswer answer, Truth truth) {
            return nameOf(truth).equals(answer.predictedClass()) ? 0 : 1;
        }
    };

    /// An answer that rules out what happens would else weigh more than all others together.
    static final double LEAST_PROBABILITY = 1e-15;

    private final String words;

    PairedLoss(String words) {
        this.words = words;
    }

    /// Those of a task; the first decides which version is nearer to the truth.
    public static List<PairedLoss> of(Task task) {
        return switch (task) {
            case REGRESSION -> List.of(SQUARED_ERROR, ABSOLUTE_ERROR);
            case BINARY, MULTICLASS -> List.of(BRIER, LOG_LOSS, WRONG_CLASS);
        };
    }

    /// Name for people.
    public String words() {
        return words;
    }

    /// Name for programs.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract double of(PairedAnswer answer, Truth truth);

    private static double target(Truth truth) {
        if (truth instanceof Truth.OfNumber number) {
            return number.target();
        }
        throw new IllegalArgumentException("Found " + truth + ", expected the number that a regression predicts.");
    }

    private static String nameOf(Truth truth) {
        if (truth instanceof Truth.OfClass named) {
            return named.name();
        }
        throw new IllegalArgumentException("Found " + truth + ", expected a class.");
    }
}
