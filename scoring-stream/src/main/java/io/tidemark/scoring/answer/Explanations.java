package io.tidemark.scoring.answer;

import io.tidemark.event.Contribution;
import io.tidemark.event.Explanation;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.bundle.ModelExplainer;
import io.tidemark.model.manifest.ExplainSpec;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.scoring.serving.ServingModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// Explains the answers of one version where that is wanted; belongs to one thread.
///
/// Which requests are explained unasked follows from their ids, as everything in a prediction does. Whether there is
/// time for it does not: that is measured.
final class Explanations {
    private static final Explained NOT_WANTED = new Explained(Explaining.NOT_WANTED, null);
    private static final Explained OMITTED = new Explained(Explaining.OMITTED, null);
    private static final Explained UNAVAILABLE = new Explained(Explaining.UNAVAILABLE, null);

    /// Ahead of the request id in the hash, so that the sample is independent of all experiments.
    private static final String SALT = "explain ";

    /// Longest name of a category that a request brings, characters; the request's features have it in full.
    private static final int MOST_CATEGORY_CHARS = 200;

    private static final double HASHES = Integer.MAX_VALUE + 1.0;

    private final List<FeatureSpec> features;
    private final ExplainSpec spec;
    private final @Nullable ModelExplainer explainer;

    Explanations(ServingModel model) {
        this.features = model.bundle().features();
        this.spec = model.explain();
        this.explainer = model.newExplainer().orElse(null);
    }

    /// What became of the explanation.
    ///
    /// @param explanation null unless it is given
    record Explained(Explaining explaining, @Nullable Explanation explanation) {}

    /// Explains a request that was scored, when it asks for it or is one of the manifest's share.
    ///
    /// @param raw the row that was scored
    Explained explain(PredictionRequest request, double[] raw, ExplanationBudget budget) {
        if (!request.getExplain() && !isSampled(request.getRequestId(), spec.share())) {
            return NOT_WANTED;
        }
        if (explainer == null) {
            return UNAVAILABLE;
        }
        if (!budget.begin()) {
            return OMITTED;
        }
        try {
            double[] added = explainer.explain(raw);
            // Of several classes the base is that of the class that was explained: it is asked for afterwards.
            return new Explained(Explaining.GIVEN, explanation(explainer.base(), added, raw, request.getFeatures()));
        } finally {
            budget.end();
        }
    }

    /// Whether a request belongs to the share that is explained unasked; a share that grows keeps those it had.
    static boolean isSampled(String requestId, double share) {
        if (share == 0) {
            return false;
        }
        byte[] salted = (SALT + requestId).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(salted)) < share * HASHES;
    }

    private Explanation explanation(
            double base, double[] added, double[] raw, Map<String, ? extends @Nullable Object> values) {
        List<Integer> order = IntStream.range(0, added.length)
                .boxed()
                .sorted(Comparator.comparingDouble(feature -> -Math.abs(added[feature])))
                .toList();
        List<Contribution> listed = new ArrayList<>();
        double rest = 0;
        for (int feature : order) {
            if (listed.size() < spec.top()) {
                FeatureSpec of = features.get(feature);
                listed.add(
                        new Contribution(of.name(), raw[feature], added[feature], category(of, raw[feature], values)));
            } else {
                rest += added[feature];
            }
        }
        return new Explanation(base, listed, rest);
    }

    /// Name of a category: the manifest's, or what the request says where the manifest does not list it.
    private static @Nullable String category(
            FeatureSpec feature, double raw, Map<String, ? extends @Nullable Object> values) {
        if (!(feature instanceof CategoryFeature category) || Double.isNaN(raw)) {
            return null;
        }
        if (raw >= 0) {
            return category.categories().get((int) raw);
        }
        String unseen = String.valueOf(values.get(feature.name()));
        return unseen.length() <= MOST_CATEGORY_CHARS ? unseen : unseen.substring(0, MOST_CATEGORY_CHARS) + "...";
    }
}
