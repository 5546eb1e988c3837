package io.tidemark.trainer.gates;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.ModelManifest;
import java.util.List;
import java.util.Optional;

/// The gates of a model that was not trained here: those that need no labels and no champion.
public final class ImportGates {
    private ImportGates() {}

    /// What is compared.
    ///
    /// @param expected predictions of the tool that trained the model, by row
    /// @param found what the compiled model scores
    /// @param rounding how far the tool's predictions are from exact ones, relative to max(1, |score|)
    public record Comparison(List<Double> expected, List<Double> found, double rounding) {
        public Comparison {
            expected = List.copyOf(expected);
            found = List.copyOf(found);
        }
    }

    /// Asks parity, behaviour and size.
    public static GateReport judge(ModelManifest manifest, ModelBundle bundle, long fileBytes, Comparison comparison) {
        return new GateReport(List.of(
                parity(comparison, Math.max(manifest.gates().parity(), comparison.rounding())),
                BehaviourGate.finding(bundle, manifest.gates().latencyUs()),
                SizeGate.finding(fileBytes, manifest.gates().sizeMb())));
    }

    private static GateFinding parity(Comparison comparison, double allowed) {
        double largest = 0;
        for (int i = 0; i < comparison.expected().size(); i++) {
            double expected = comparison.expected().get(i);
            double difference = Math.abs(comparison.found().get(i) - expected);
            largest = Math.max(largest, difference / Math.max(1, Math.abs(expected)));
        }
        return new GateFinding(
                "parity",
                largest <= allowed,
                Optional.of(largest),
                Optional.of(allowed),
                "compiled model and the tool that trained it differ by at most " + Compared.shown(largest) + " on "
                        + comparison.expected().size() + " rows, allowed " + Compared.shown(allowed));
    }
}
