package io.tidemark.stats.metric;

/// Which one of several classes is answered: the most probable, the first one of equals.
public final class MostProbable {
    private MostProbable() {}

    /// Code of the class.
    ///
    /// @param probabilities one for each class, one at least
    public static int of(double[] probabilities) {
        return of(probabilities, 0, probabilities.length);
    }

    /// Code of the class of a row in a table.
    ///
    /// @param probabilities `[rows * classes]`, row by row
    /// @param row index of the row
    /// @param classes number of classes, 1 or more
    public static int of(double[] probabilities, int row, int classes) {
        int from = row * classes;
        int best = 0;
        for (int code = 1; code < classes; code++) {
            if (probabilities[from + code] > probabilities[from + best]) {
                best = code;
            }
        }
        return best;
    }
}
