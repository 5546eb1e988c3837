package io.tidemark.model.kernel;

import java.util.List;

/// A way from a root to a leaf, or to a split with two leaves, by the inputs that it asks.
///
/// @param factors one for each input; the first is of the input that is asked last, and carries the leaves' values
/// @param left value where the first input's bin is up to `lastLeft`
/// @param right value where it is above; the same in case of a single leaf
/// @param lastLeft last bin of the first factor's slot that goes to the left leaf
record TreePath(List<Factor> factors, double left, double right, int lastLeft) {
    int inputs() {
        return factors.size();
    }

    /// What a path asks of an input.
    ///
    /// @param input the input
    /// @param unknown its factor as long as it is not known
    /// @param first what has to hold of it
    /// @param further what has to hold too: splits on an input may treat missing values each in their way
    record Factor(int input, double unknown, Condition first, List<Condition> further) {}

    /// Bins of a slot that pass.
    record Condition(int slot, int lowest, int highest) {}
}
