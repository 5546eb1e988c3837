package io.tidemark.drift.counting;

import io.tidemark.drift.reference.Reference;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was counted of one pane and not delivered yet.
///
/// With a reference each row is counted by all its subjects; without one rows are only counted.
public final class PaneCounts {
    private static final byte KIND = 'Q';

    /// Of builds that kept histograms only.
    private static final byte FORMER_KIND = 'P';

    private static final int MAX_SUBJECTS = 100_001;

    private final List<SubjectCounts> subjects;
    private final PairCounts pairs;
    private final SubjectCounts latency;
    private final @Nullable SubjectCounts labelled;
    private long rows;
    private long labels;
    private long losses;

    private PaneCounts(
            List<SubjectCounts> subjects, PairCounts pairs, SubjectCounts latency, @Nullable SubjectCounts labelled) {
        this.subjects = List.copyOf(subjects);
        this.pairs = pairs;
        this.latency = latency;
        this.labelled = labelled;
    }

    /// No counts, over the bins of a reference.
    public static PaneCounts over(Reference reference) {
        return new PaneCounts(
                reference.profiles().stream().map(SubjectCounts::none).toList(),
                PairCounts.none(reference.pairs().size()),
                SubjectCounts.none(Latency.PROFILE),
                reference.labels().map(SubjectCounts::none).orElse(null));
    }

    /// No counts, without a reference.
    public static PaneCounts withoutReference() {
        return new PaneCounts(List.of(), PairCounts.none(0), SubjectCounts.none(Latency.PROFILE), null);
    }

    /// Counts a row; NaN is missing.
    ///
    /// @param raw one double per feature, in the order of raw rows; not looked at without a reference
    /// @param answer what the version answered
    public void addRow(double[] raw, double answer) {
        rows++;
        if (subjects.isEmpty()) {
            return;
        }
        for (int i = 0; i < subjects.size() - 1; i++) {
            subjects.get(i).add(raw[i]);
        }
        subjects.getLast().add(answer);
    }

    /// Counts how the features of a row go together.
    public void addPairs(double[] raw, PairCounts.Scorer scorer) {
        scorer.add(raw, pairs);
    }

    /// Counts how long an answer took.
    ///
    /// @param milliseconds NaN: not known, counts nowhere
    public void addLatency(double milliseconds) {
        if (!Double.isNaN(milliseconds)) {
            latency.add(milliseconds);
        }
    }

    /// Counts a row whose true label came.
    ///
    /// @param label the label as the reference counts it; NaN is missing
    /// @param lossThousandths how wrong the answer was, 0 to 1,000
    public void addLabel(double label, int lossThousandths) {
        labels++;
        losses += lossThousandths;
        if (labelled != null) {
            labelled.add(label);
        }
    }

    /// Rows counted.
    public long rows() {
        return rows;
    }

    /// Labelled rows counted.
    public long labels() {
        return labels;
    }

    /// Sum of the losses of the labelled rows, thousandths.
    public long losses() {
        return losses;
    }

    /// Counts per subject, in the order of the reference's subjects; empty without a reference.
    public List<SubjectCounts> subjects() {
        return subjects;
    }

    /// Counts of pairs.
    public PairCounts pairs() {
        return pairs;
    }

    /// Counts of latencies.
    public SubjectCounts latency() {
        return latency;
    }

    /// Counts of labels; empty where the bundle has no profile of them.
    public Optional<SubjectCounts> labelled() {
        return Optional.ofNullable(labelled);
    }

    /// Histograms per subject, in the order of the reference's subjects; empty without a reference.
    public List<Histogram> histograms() {
        return subjects.stream().map(SubjectCounts::histogram).toList();
    }

    /// About one byte per bin and subject.
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeCount(rows);
        out.writeCount(labels);
        out.writeCount(subjects.size());
        out.writeCount(losses);
        subjects.forEach(subject -> subject.writeTo(out));
        pairs.writeTo(out);
        boolean isTimed = latency.histogram().total() > 0;
        out.writeCount(isTimed ? 1 : 0);
        if (isTimed) {
            latency.writeTo(out);
        }
        if (labelled != null) {
            labelled.writeTo(out);
        }
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
        StateReader in = header.in;
        if (header.isFormer) {
            return header.counts(profiles.stream()
                    .map(profile -> SubjectCounts.of(profile, Histogram.readFrom(profile.bins(), in)))
                    .toList());
        }
        return header.counts(new PaneCounts(
                profiles.stream()
                        .map(profile -> SubjectCounts.readFrom(profile, in))
                        .toList(),
                PairCounts.readFrom(reference.pairs().size(), in),
                latency(in),
                reference
                        .labels()
                        .map(profile -> SubjectCounts.readFrom(profile, in))
                        .orElse(null)));
    }

    /// Reads what was counted without a reference.
    ///
    /// @throws CorruptStateException when the bytes are damaged or have counts over bins
    public static PaneCounts fromBytes(byte[] bytes) {
        Header header = header(bytes);
        if (header.subjects != 0) {
            throw new CorruptStateException("Found counts of " + header.subjects + " subjects, expected none.");
        }
        return header.isFormer
                ? header.counts(List.of())
                : header.counts(new PaneCounts(List.of(), PairCounts.none(0), latency(header.in), null));
    }

    private static SubjectCounts latency(StateReader in) {
        return in.readCount(1, "number of counts of latency") == 0
                ? SubjectCounts.none(Latency.PROFILE)
                : SubjectCounts.readFrom(Latency.PROFILE, in);
    }

    private static Header header(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        byte kind = in.readByte();
        if (kind != KIND && kind != FORMER_KIND) {
            throw new CorruptStateException("Found state of kind " + kind + ", expected " + FORMER_KIND + " or " + KIND
                    + " (counts of a pane).");
        }
        boolean isFormer = kind == FORMER_KIND;
        return new Header(
                in,
                isFormer,
                in.readCount(),
                in.readCount(),
                in.readCount(MAX_SUBJECTS, "number of subjects"),
                isFormer ? 0 : in.readCount());
    }

    private record Header(StateReader in, boolean isFormer, long rows, long labels, int subjects, long losses) {
        /// Counts of a build that kept histograms only.
        PaneCounts counts(List<SubjectCounts> former) {
            return counts(new PaneCounts(former, PairCounts.none(0), SubjectCounts.none(Latency.PROFILE), null));
        }

        PaneCounts counts(PaneCounts counts) {
            in.expectEnd();
            counts.rows = rows;
            counts.labels = labels;
            counts.losses = losses;
            return counts;
        }
    }
}
