package io.tidemark.model.kernel;

/// How a forest's trees are summed up for a row: small trees by masks, all others in chains. Which of both follows from
/// the forest alone, and each sums in a fixed order: equal rows have equal bits in their scores, everywhere.
sealed interface TreeWalk permits TreeChains, TreeMasks {
    /// The walk that is likely the quickest.
    ///
    /// @param parts checked by [ForestChecks]
    static TreeWalk of(ForestKernel.Parts parts) {
        if (MaskTable.mostLeaves(parts) <= TreeMasks.MOST_LEAVES) {
            MaskTable table = new MaskTable(parts);
            if (TreeMasks.suits(table)) {
                return new TreeMasks(table);
            }
        }
        return new TreeChains(parts);
    }

    /// Length of the scratch array.
    int scratchLength();

    /// Where in the scratch array the keys of the slots begin, as [ForestKernel#setKeys] writes them.
    int keysAt();

    /// Sum of the values of the leaves that a row comes to.
    ///
    /// @param scratch with the row's keys
    double sum(int[] scratch);
}
