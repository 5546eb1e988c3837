package io.tidemark.drift.counting;

import io.tidemark.drift.reference.Reference;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.List;

/// What was counted of one pane and not delivered yet.
///
/// With a reference each row is counted in a bin of each subject; without one rows are only counted.
public final class PaneCounts {
    private static final byte KIND = 'P';
    private static final int MAX_SUBJECTS = 100_001;

    private final List<Histogram> histograms;
    private long rows;
    private long labels;

    private PaneCounts(List<Histogram> histograms) {
        this.histograms = List.copyOf(histograms);
    }

    /// No counts, over the bins of a reference.
    public static PaneCounts over(Reference reference) {
        return new PaneCounts(
                reference.profiles().stream().map(FeatureProfile::newHistogram).toList());
    }

    /// No counts, without a reference.
    public static PaneCounts withoutReference() {
        return new PaneCounts(List.of());
    }

    /// Counts a row; NaN is missing.
    ///
    /// @param raw one double per feature, in the order of raw rows; not looked at without a reference
    /// @param answer what the version answered
    public void addRow(double[] raw, double answer) {
        rows++;
        if (histograms.isEmpty()) {
            return;
        }
        for (int i = 0; i < histograms.size() - 1; i++) {
            histograms.get(i).add(raw[i]);
        }
        histograms.getLast().add(answer);
    }

    /// Counts a row whose true label came.
    public void addLabel() {
        labels++;
    }

    /// Rows counted.
    public long rows() {
        return rows;
    }

    /// Labelled rows counted.
    public long labels() {
        return labels;
    }

    /// Counts per subject, in the order of the reference's subjects; empty without a reference.
    public List<Histogram> histograms() {
        return histograms;
    }

    /// About one byte per bin and subject.
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeCount(rows);
        out.writeCount(labels);
        out.writeCount(histograms.size());
        histograms.forEach(histogram -> histogram.writeTo(out));
        return out.toBytes();
    }

    /// True when bytes hold counts over the bins of a reference, false when rows only.
    public static boolean needReference(byte[] bytes) {
        return header(bytes).subjects > 0;
    }

    /// Rows in the bytes, for a message about counts that cannot be read any more.
    public static long rowsOf(byte[] bytes) {
        return header(bytes).rows;
    }

    /// Reads what was counted over a reference.
    ///
    /// @throws CorruptStateException when the bytes are damaged or belong to another reference
    public static PaneCounts fromBytes(Reference reference, byte[] bytes) {
        Header header = header(bytes);
        List<FeatureProfile> profiles = reference.profiles();
        if (header.subjects != profiles.size()) {
            throw new CorruptStateException(
                    "Found counts of " + header.subjects + " subjects, expected " + profiles.size() + ".");
        }
        return header.counts(profiles.stream()
                .map(profile -> Histogram.readFrom(profile.bins(), header.in))
                .toList());
    }

    /// Reads what was counted without a reference.
    ///
    /// @throws CorruptStateException when the bytes are damaged or have counts over bins
    public static PaneCounts fromBytes(byte[] bytes) {
        Header header = header(bytes);
        if (header.subjects != 0) {
            throw new CorruptStateException("Found counts of " + header.subjects + " subjects, expected none.");
        }
        return header.counts(List.of());
    }

    private static Header header(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "counts of a pane");
        return new Header(in, in.readCount(), in.readCount(), in.readCount(MAX_SUBJECTS, "number of subjects"));
    }

    private record Header(StateReader in, long rows, long labels, int subjects) {
        PaneCounts counts(List<Histogram> histograms) {
            in.expectEnd();
            PaneCounts counts = new PaneCounts(histograms);
            counts.rows = rows;
            counts.labels = labels;
            return counts;
        }
    }
}
