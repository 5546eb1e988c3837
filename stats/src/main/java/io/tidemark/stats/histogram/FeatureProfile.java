package io.tidemark.stats.histogram;

/// How a feature was distributed at training time: what the live values are compared with.
///
/// Made once from the training rows and kept in the model bundle. [#newHistogram] gives the empty counts for a window.
public sealed interface FeatureProfile permits NumericProfile, CategoryProfile {
    /// The bins, fixed from now on.
    Bins bins();

    /// The training rows in these bins, missing ones included.
    Histogram reference();

    /// Training rows behind the profile, missing ones included.
    default long rows() {
        return reference().total();
    }

    /// Empty counts over the bins of this profile.
    default Histogram newHistogram() {
        return new Histogram(bins());
    }
}
