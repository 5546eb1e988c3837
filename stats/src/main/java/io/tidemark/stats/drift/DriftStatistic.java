package io.tidemark.stats.drift;

import java.util.Optional;
import java.util.stream.Stream;

/// The drift statistics, by the names that topics, reports and manifests use.
public enum DriftStatistic {
    /// Population stability index, the symmetric Kullback-Leibler divergence; 0 and up.
    PSI("psi"),
    /// Kullback-Leibler divergence of the current from the reference shares, base e; 0 and up.
    KULLBACK_LEIBLER("kl"),
    /// Jensen-Shannon distance, the root of the divergence, base e; 0 to 0.833.
    JENSEN_SHANNON("jensen_shannon"),
    /// Largest difference in probability of any event, half the sum of differences; 0 to 1.
    TOTAL_VARIATION("total_variation"),
    /// Largest difference of a single bin's share; 0 to 1.
    L_INFINITY("l_infinity"),
    /// Hellinger distance; 0 to 1.
    HELLINGER("hellinger"),
    /// Chi-square statistic of homogeneity; 0 and up, grows with the number of rows.
    CHI_SQUARE("chi_square"),
    /// Kolmogorov-Smirnov distance, the largest difference of the distribution functions; 0 to 1.
    KOLMOGOROV_SMIRNOV("ks"),
    /// Cramer-von Mises statistic, two-sample; 0 and up.
    CRAMER_VON_MISES("cramer_von_mises"),
    /// Wasserstein distance, the area between the distribution functions; in the unit of the feature.
    WASSERSTEIN("wasserstein"),
    /// Wasserstein distance in standard deviations of the reference.
    WASSERSTEIN_NORMED("wasserstein_normed"),
    /// Log evidence that the feature drifted at some moment in the window and does since; 0 and up. Needs the panes of
    /// a window, so that two samples do not have it.
    CHANGE("change");

    private final String key;

    DriftStatistic(String key) {
        this.key = key;
    }

    /// The name in topics and reports.
    public String key() {
        return key;
    }

    /// The statistic of that name.
    public static Optional<DriftStatistic> find(String key) {
        return Stream.of(values())
                .filter(statistic -> statistic.key.equals(key))
                .findFirst();
    }
}
