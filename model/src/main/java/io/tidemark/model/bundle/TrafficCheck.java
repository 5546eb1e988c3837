package io.tidemark.model.bundle;

import io.tidemark.model.bundle.BundleException.Check;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.stats.drift.DriftStatistic;
import io.tidemark.stats.drift.HistogramDrift;
import io.tidemark.stats.drift.PsiLaw;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Holds the rows of live traffic against what a bundle says of its training.
///
/// Golden rows find a pipeline that differs from the one that made them. They find nothing when columns were exchanged
/// before they were made: the bundle agrees with itself and not with the traffic. Two signs tell that from drift,
/// which is no reason to refuse a version:
///
/// - two features are each distributed as the profile says of the other, and not at all as it says of themselves;
/// - no feature has moved from its profile, but the scores have, far.
///
/// What the signs cannot show: columns that are distributed alike, and fewer than [#MIN_ROWS] rows on a side.
public final class TrafficCheck {
    /// Fewer rows than that say nothing.
    public static final int MIN_ROWS = 100;

    /// A PSI from here on is another distribution, whatever the reason; usual drift alerts begin at 0.2.
    private static final double UNLIKE = 1;

    /// A PSI up to here is the same distribution, or chance makes it look otherwise.
    private static final double LIKE = 0.25;

    private static final double CHANCE = 1e-3;

    private final ModelBundle bundle;
    private final double[][] columns;

    /// `[rows]` as the profile has them: scores, or codes of the answered classes.
    private final double[] scores;

    private TrafficCheck(ModelBundle bundle, List<double[]> rows) {
        this.bundle = bundle;
        ModelScorer scorer = bundle.newScorer();
        columns = new double[bundle.features().size()][rows.size()];
        scores = new double[rows.size()];
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < columns.length; c++) {
                columns[c][r] = rows.get(r)[c];
            }
            double score = scorer.score(rows.get(r));
            scores[r] = scorer.outputs() == 1 ? score : scorer.predictedClass();
        }
    }

    /// What is wrong with a bundle in the light of these rows; empty: nothing that they could show.
    ///
    /// @param rows raw rows of live traffic, `double[features]` each
    public static Optional<BundleException> find(ModelBundle bundle, List<double[]> rows) {
        boolean telling = rows.size() >= MIN_ROWS
                && bundle.profile().rows() >= MIN_ROWS
                && rows.stream().allMatch(row -> row.length == bundle.features().size());
        return telling ? new TrafficCheck(bundle, rows).find() : Optional.empty();
    }

    private Optional<BundleException> find() {
        List<FeatureProfile> profiles = bundle.profile().features();
        Likeness[] own = new Likeness[columns.length];
        boolean unmoved = true;
        for (int c = 0; c < columns.length; c++) {
            own[c] = Likeness.of(profiles.get(c), columns[c]);
            unmoved &= own[c].isLike();
        }
        for (int a = 0; a < columns.length; a++) {
            for (int b = a + 1; b < columns.length; b++) {
                if (own[a].isUnlike() && own[b].isUnlike() && areOfOneKind(a, b)) {
                    Likeness aAsB = Likeness.of(profiles.get(b), columns[a]);
                    Likeness bAsA = Likeness.of(profiles.get(a), columns[b]);
                    if (aAsB.isLike() && bAsA.isLike()) {
                        return Optional.of(exchanged(a, b, own[a].psi, own[b].psi));
                    }
                }
            }
        }
        Likeness ofScores = Likeness.of(bundle.profile().predictions(), scores);
        return unmoved && ofScores.isUnlike() ? Optional.of(otherScores(ofScores.psi)) : Optional.empty();
    }

    private boolean areOfOneKind(int a, int b) {
        FeatureSpec other = bundle.features().get(b);
        return switch (bundle.features().get(a)) {
            case NumberFeature number -> other instanceof NumberFeature;
            case BooleanFeature bool -> other instanceof BooleanFeature;
            case CategoryFeature category ->
                other instanceof CategoryFeature categories
                        && categories.categories().equals(category.categories());
        };
    }

    private BundleException exchanged(int a, int b, double psiOfA, double psiOfB) {
        String first = bundle.features().get(a).name();
        String second = bundle.features().get(b).name();
        return new BundleException(
                Check.COLUMNS,
                String.format(
                        Locale.ROOT,
                        "Found the features %s and %s in %d recent rows as the bundle's profile says of the other (PSI"
                                + " %.2f and %.2f as they are named), expected each as at training: their columns were"
                                + " exchanged, in the training data or by whoever sends requests.",
                        first,
                        second,
                        scores.length,
                        psiOfA,
                        psiOfB));
    }

    private BundleException otherScores(double psi) {
        return new BundleException(
                Check.SCORE_PROFILE,
                String.format(
                        Locale.ROOT,
                        "Found scores with a PSI of %.2f to those of the training for %d recent rows whose features are"
                                + " as at training, expected at most %.1f: the bundle reads its inputs otherwise than it"
                                + " was trained to, for example with columns exchanged.",
                        psi,
                        scores.length,
                        UNLIKE));
    }

    /// How far values are from a profile.
    ///
    /// @param chance PSI that chance makes of this many rows
    private record Likeness(double psi, double chance) {
        static Likeness of(FeatureProfile profile, double[] values) {
            HistogramDrift drift = new HistogramDrift(profile);
            Histogram current = Histogram.of(profile.bins(), values);
            double psi = drift.compare(current).statistic(DriftStatistic.PSI).orElse(0);
            return new Likeness(psi, PsiLaw.threshold(CHANCE, profile.rows(), values.length, drift.groups(current)));
        }

        boolean isLike() {
            return psi <= Math.max(LIKE, chance);
        }

        boolean isUnlike() {
            return psi >= Math.max(UNLIKE, 2 * chance);
        }
    }
}
