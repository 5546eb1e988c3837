package io.tidemark.stats.sequential;

import org.apache.commons.numbers.gamma.LogBeta;

/// Whether keys were split in the shares that were asked for, at every look.
///
/// The Bayes factor of a split around the share, but not at it (a Beta distribution with two keys in the smaller arm),
/// against the share itself: an e-process as long as each key was drawn with the share (Lindon and Malek,
/// "Anytime-valid inference for multinomial count data", 2022). Factors of several stages multiply.
public final class SampleRatio {
    private static final double PRIOR_KEYS = 2;

    private SampleRatio() {}

    /// Natural logarithm of the evidence against the share.
    ///
    /// @param challenger keys that the challenger answered
    /// @param champion keys that the champion answered
    /// @param share the challenger's share that was asked for, above 0 and below 1
    public static double logEvidence(long challenger, long champion, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("Found the share " + share + ", expected above 0 and below 1.");
        }
        double weight = priorWeight(share);
        double ofChallenger = weight * share;
        double ofChampion = weight * (1 - share);
        return LogBeta.value(ofChallenger + challenger, ofChampion + champion)
                - LogBeta.value(ofChallenger, ofChampion)
                - challenger * Math.log(share)
                - champion * Math.log1p(-share);
    }

    /// Keys that the Beta distribution around a share is worth: two in the smaller arm.
    static double priorWeight(double share) {
        return PRIOR_KEYS / Math.min(share, 1 - share);
    }

    /// The evidence as a p-value that holds at every look.
    public static double pValue(double logEvidence) {
        return Math.min(1, Math.exp(-logEvidence));
    }
}
