package io.tidemark.stats.histogram;

/// The profile of a categorical feature.
///
/// @param bins one bin for each known category
/// @param reference the training rows in these bins
public record CategoryProfile(CategoryBins bins, Histogram reference) implements FeatureProfile {
    public CategoryProfile {
        if (!reference.bins().equals(bins)) {
            throw new IllegalArgumentException(
                    "Found reference counts over " + reference.bins() + ", expected " + bins + ".");
        }
    }

    /// The profile of a training column.
    ///
    /// @param categories number of known categories
    /// @param codes the training column as codes; NaN is missing, -1 unseen
    public static CategoryProfile of(int categories, double... codes) {
        CategoryBins bins = new CategoryBins(categories);
        return new CategoryProfile(bins, Histogram.of(bins, codes));
    }
}
