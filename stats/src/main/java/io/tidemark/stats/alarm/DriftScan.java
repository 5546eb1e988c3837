package io.tidemark.stats.alarm;

import io.tidemark.stats.alarm.DriftAlternatives.Alternative;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Asks of each moment in a window at once: did the feature drift then, in some way that matters, and does it since?
///
/// For each moment and each alternative the log likelihood ratio of all rows since is a sum over panes. The evidence
/// is the mean of these ratios over the alternatives, summed over the moments: the Shiryaev-Roberts statistic of a
/// mixture (M. Pollak, "Optimal detection of a change in distribution", 1985). Without drift it is expected to be the
/// number of panes, whatever the number of rows in them; so an alarm at evidence N comes once in N panes or less often.
/// No constant was fitted, and features that depend on each other change nothing.
///
/// The profile is itself a sample: the ratio of n rows since a moment is raised to the power 1 / (1 + n / m) for m
/// reference rows, which makes it the ratio of the two laws after the profile's own error is averaged out (exact for
/// a shift of a normal law). So any number of rows is no more evidence than m rows.
///
/// A pane is kept as its evidence for each alternative, not as counts. Old panes are kept in blocks of 2, 4, 8, each
/// about six times as old as it is long, so that an hour of seconds are 60 blocks; one that begins before the window
/// does is left out. Evidence is in whole numbers: what the scan says follows from the rows of the window and its end,
/// bit for bit, whatever the order and grouping they came in. Belongs to one thread.
public final class DriftScan {
    /// One-sided 5 %: how surely an effect has to be too small before it is disregarded.
    private static final double SURE = 1.645;

    private static final byte KIND = 'D';
    private static final double UNIT = 1 << 16;
    private static final int AGE_IN_LENGTHS = 6;
    private static final int MOST_LEVELS = 40;
    private static final double LARGEST_LOG = 600;

    private final FeatureProfile profile;
    private final List<Alternative> alternatives;
    private final long paneMs;
    private final long windowPanes;
    private final double referenceRows;

    /// Units of log evidence `[bins][alternatives]`.
    private final long[][] units;

    /// By the number of their first pane since 1970.
    private final NavigableMap<Long, Block> blocks = new TreeMap<>();

    /// Number of the first pane beyond the window.
    private long end = Long.MIN_VALUE / 4;

    /// @param effect how large a drift must be to matter
    /// @param paneMs length of a pane, milliseconds
    /// @param windowMs length of the window, milliseconds
    public DriftScan(FeatureProfile profile, EffectSize effect, long paneMs, long windowMs) {
        this.profile = profile;
        this.alternatives = DriftAlternatives.of(profile, effect);
        this.paneMs = paneMs;
        this.windowPanes = Math.ceilDiv(windowMs, paneMs);
        this.referenceRows = profile.rows();
        this.units = new long[profile.bins().count()][alternatives.size()];
        for (int bin = 0; bin < units.length; bin++) {
            for (int i = 0; i < alternatives.size(); i++) {
                units[bin][i] = Math.round(alternatives.get(i).logRatio(bin) * UNIT);
            }
        }
    }

    /// Adds counts that were not there before. Those that the window has passed change nothing.
    ///
    /// @param paneStartMs start of their pane, milliseconds since 1970-01-01 UTC
    /// @param delta over the bins of the profile
    public void add(long paneStartMs, Histogram delta) {
        long pane = Math.floorDiv(paneStartMs, paneMs);
        int level = level(pane);
        long first = pane >> level << level;
        if (first < end - windowPanes || delta.total() == 0) {
            return;
        }
        Block block = blocks.computeIfAbsent(first, start -> new Block(level, new long[alternatives.size()]));
        for (int bin = 0; bin < units.length; bin++) {
            long rows = delta.count(bin);
            if (rows > 0) {
                block.rows += rows;
                for (int i = 0; i < block.evidence.length; i++) {
                    block.evidence[i] += rows * units[bin][i];
                }
            }
        }
    }

    /// Moves the end of the window forward; old panes become parts of larger blocks.
    ///
    /// @param endMs new end, exclusive; an earlier one than before changes nothing
    public void advance(long endMs) {
        long to = Math.floorDiv(endMs, paneMs);
        if (to <= end) {
            return;
        }
        end = to;
        NavigableMap<Long, Block> aged = new TreeMap<>();
        for (Map.Entry<Long, Block> entry : blocks.entrySet()) {
            int level = Math.max(entry.getValue().level, level(entry.getKey()));
            long first = entry.getKey() >> level << level;
            if (first >= end - windowPanes) {
                aged.computeIfAbsent(first, start -> new Block(level, new long[alternatives.size()]))
                        .add(entry.getValue());
            }
        }
        blocks.clear();
        blocks.putAll(aged);
    }

    /// The evidence in the window; empty without rows or without alternatives.
    public Optional<DriftEvidence> read() {
        NavigableMap<Long, Block> window = blocks.headMap(end, false).descendingMap();
        if (window.isEmpty() || alternatives.isEmpty()) {
            return Optional.empty();
        }
        Walk walk = new Walk();
        for (int i = 0; i < alternatives.size(); i++) {
            walk.add(window, i);
        }
        return Optional.of(walk.result(window));
    }

    /// Everything that has to be remembered: about 40 bytes for each block.
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeLong(profile.bins().fingerprint());
        out.writeLong(end);
        out.writeCount(alternatives.size());
        out.writeCount(blocks.size());
        blocks.forEach((first, block) -> {
            out.writeLong(first);
            out.writeCount(block.level);
            out.writeCount(block.rows);
            for (long evidence : block.evidence) {
                out.writeCount(evidence < 0 ? -2 * evidence - 1 : 2 * evidence);
            }
        });
        return out.toBytes();
    }

    /// Goes on from what [#toBytes] wrote, for the same profile, effect and window.
    ///
    /// @throws CorruptStateException when it cannot have been written by it
    public void restore(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "evidence of drift");
        long fingerprint = in.readLong();
        long restoredEnd = in.readLong();
        long count = in.readCount();
        if (fingerprint != profile.bins().fingerprint() || count != alternatives.size()) {
            throw new CorruptStateException("Found evidence over bins " + fingerprint + " for " + count
                    + " alternatives, expected bins " + profile.bins().fingerprint() + " and " + alternatives.size()
                    + ": it belongs to another profile.");
        }
        blocks.clear();
        for (long left = in.readCount(); left > 0; left--) {
            long first = in.readLong();
            Block block = new Block(in.readCount(MOST_LEVELS, "level of a block"), new long[alternatives.size()]);
            block.rows = in.readCount();
            for (int i = 0; i < block.evidence.length; i++) {
                long zigzag = in.readCount();
                block.evidence[i] = (zigzag & 1) == 0 ? zigzag / 2 : -(zigzag / 2) - 1;
            }
            blocks.put(first, block);
        }
        in.expectEnd();
        end = restoredEnd;
    }

    /// The largest level at which the aligned block of a pane is over for six times its length.
    private int level(long pane) {
        int level = 0;
        while (level + 1 < MOST_LEVELS && isOld(pane, level + 1)) {
            level++;
        }
        return level;
    }

    private boolean isOld(long pane, int level) {
        long length = 1L << level;
        long blockEnd = (pane >> level << level) + length;
        return end - blockEnd >= AGE_IN_LENGTHS * length;
    }

    private static final class Block {
        private final int level;
        private final long[] evidence;
        private long rows;

        Block(int level, long[] evidence) {
            this.level = level;
            this.evidence = evidence;
        }

        void add(Block other) {
            rows += other.rows;
            for (int i = 0; i < evidence.length; i++) {
                evidence[i] += other.evidence[i];
            }
        }
    }

    /// One walk from the newest block back for each alternative.
    private final class Walk {
        private double sum;
        private double highest = Double.NEGATIVE_INFINITY;
        private int bestAlternative;
        private long bestFirst;

        void add(Map<Long, Block> window, int alternative) {
            long rows = 0;
            long evidence = 0;
            for (Map.Entry<Long, Block> entry : window.entrySet()) {
                Block block = entry.getValue();
                rows += block.rows;
                evidence += block.evidence[alternative];
                double log = evidence / UNIT * referenceRows / (referenceRows + rows);
                // Each pane of the block stands for a moment.
                sum += Math.exp(Math.min(log, LARGEST_LOG)) * (1L << block.level) / alternatives.size();
                if (log > highest) {
                    highest = log;
                    bestAlternative = alternative;
                    bestFirst = entry.getKey();
                }
            }
        }

        DriftEvidence result(NavigableMap<Long, Block> window) {
            long rows = 0;
            long evidence = 0;
            int index = alternatives.get(bestAlternative).smallest();
            for (Block block : window.headMap(bestFirst, true).values()) {
                rows += block.rows;
                evidence += block.evidence[index];
            }
            Alternative smallest = alternatives.get(index);
            double error = Math.sqrt(smallest.variance() * (1.0 / rows + 1 / Math.max(1, referenceRows)));
            boolean matters = evidence / UNIT / rows >= smallest.mean() - SURE * error;
            return new DriftEvidence(Math.log(1 + sum), bestFirst * paneMs, rows, matters);
        }
    }
}
