package io.tidemark.model.bundle;

import java.util.List;

/// How far true values are from predicted ones, by the size of the prediction: split-conformal intervals.
///
/// @param coverage share of true values that the intervals are to hold, above 0 and below 1
/// @param edges ascending predictions that part the classes of size; one fewer than there are classes
/// @param halfWidths half the width of the interval of each class, in the target's unit, 0 or more
public record PredictionIntervals(double coverage, List<Double> edges, List<Double> halfWidths) {
    public PredictionIntervals {
        edges = List.copyOf(edges);
        halfWidths = List.copyOf(halfWidths);
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException("Found the coverage " + coverage + ", expected above 0 and below 1.");
        }
        if (halfWidths.size() != edges.size() + 1) {
            throw new IllegalArgumentException("Found " + edges.size() + " edges and " + halfWidths.size()
                    + " widths, expected one more width than edges.");
        }
        for (int i = 0; i < edges.size(); i++) {
            if (!Double.isFinite(edges.get(i)) || (i > 0 && !(edges.get(i) > edges.get(i - 1)))) {
                throw new IllegalArgumentException("Found the edges " + edges + ", expected finite ascending numbers.");
            }
        }
        for (double halfWidth : halfWidths) {
            if (!(Double.isFinite(halfWidth) && halfWidth >= 0)) {
                throw new IllegalArgumentException(
                        "Found the half width " + halfWidth + ", expected a finite number of 0 or more.");
            }
        }
    }

    /// Half the width of the interval around a prediction.
    public double halfWidth(double prediction) {
        int low = 0;
        int high = edges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (prediction < edges.get(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return halfWidths.get(low);
    }
}
