package io.tidemark.trainer.data;

/// Tells equal rows: 64 bits over all features and the label. Two different rows share theirs by chance once in 2^64
/// pairs.
public final class RowContent {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private RowContent() {}

    /// `[rows]`.
    public static long[] hashes(TrainingTable table) {
        long[] hashes = new long[table.rows()];
        for (int row = 0; row < hashes.length; row++) {
            hashes[row] = mixed(GOLDEN, table.target(row));
        }
        for (int c = 0; c < table.features().features(); c++) {
            double[] column = table.features().column(c);
            for (int row = 0; row < hashes.length; row++) {
                hashes[row] = mixed(hashes[row], column[row]);
            }
        }
        return hashes;
    }

    /// Finaliser of MurmurHash3; 0 and -0 are the same, all NaNs too.
    private static long mixed(long hash, double value) {
        long mixed = hash * GOLDEN + Double.doubleToLongBits(value + 0.0);
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
