package io.tidemark.drift.judgement;

import io.tidemark.drift.counting.Latency;
import io.tidemark.drift.counting.PairCounts;
import io.tidemark.drift.counting.SubjectCounts;
import io.tidemark.drift.counting.Tally;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.Subject;
import io.tidemark.drift.window.RollingCounts;
import io.tidemark.drift.window.RollingCounts.Block;
import io.tidemark.drift.window.RollingCounts.BlockId;
import io.tidemark.model.profile.ProfileDetails.Pair;
import io.tidemark.stats.alarm.DriftScan;
import io.tidemark.stats.histogram.FeatureProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All windows of one version: each subject's counts, and the judges of each. Belongs to one thread.
public final class VersionWindows {
    private final Reference reference;
    private final long paneMs;
    private final Map<String, Long> lengthsMs = new LinkedHashMap<>();
    private final Map<Subject, Watched> subjects = new LinkedHashMap<>();
    private final Watched latencies;
    private final @Nullable Watched labels;
    private final @Nullable RollingCounts<PairCounts> pairs;
    private final QualityJudge quality;
    private final String longest;

    public VersionWindows(Reference reference) {
        this.reference = reference;
        this.paneMs = reference.drift().pane().toMillis();
        this.quality = new QualityJudge(reference);
        reference.drift().windows().forEach((name, length) -> lengthsMs.put(name, length.toMillis()));
        this.longest = Collections.max(lengthsMs.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        List<Subject> all = reference.subjects();
        List<FeatureProfile> profiles = reference.profiles();
        for (int i = 0; i < all.size(); i++) {
            subjects.put(all.get(i), watched(all.get(i), profiles.get(i), all.size()));
        }
        latencies = watched(new Subject.Latencies(), Latency.PROFILE, all.size());
        labels = reference
                .labels()
                .map(profile -> watched(new Subject.Labels(), profile, all.size()))
                .orElse(null);
        int count = reference.pairs().size();
        pairs = count == 0 ? null : new RollingCounts<>(() -> PairCounts.none(count), paneMs, lengthsMs);
    }

    private Watched watched(Subject subject, FeatureProfile profile, int tests) {
        return new Watched(
                profile,
                new RollingCounts<>(() -> SubjectCounts.none(profile), paneMs, lengthsMs),
                new WindowJudge(subject, profile, reference.drift(), tests),
                WindowJudge.newScan(profile, reference.drift()));
    }

    /// Counts that were kept for a block.
    @SuppressWarnings("ArrayRecordComponent") // on its way to the store, never compared
    public record Kept(BlockId block, byte[] counts) {}

    /// Adds counts that were not there before.
    ///
    /// @param counts a histogram as bytes, empty for pairs
    /// @param details sums as bytes, empty where there are none
    /// @return the blocks that they are in, to be kept; none when every window has passed them
    /// @throws io.tidemark.stats.state.CorruptStateException when the bytes are damaged or over other bins
    /// @throws IllegalArgumentException when the reference has no such subject
    public List<Kept> add(Subject subject, long paneStartMs, byte[] counts, byte[] details) {
        if (subject instanceof Subject.Pairs) {
            return kept(requirePairs()
                    .add(paneStartMs, PairCounts.fromBytes(reference.pairs().size(), details)));
        }
        Watched watched = require(subject);
        SubjectCounts delta = SubjectCounts.of(watched.profile, counts, details);
        List<Block<SubjectCounts>> blocks = watched.counts.add(paneStartMs, delta);
        if (!blocks.isEmpty() && subjects.containsKey(subject)) {
            watched.scan.add(paneStartMs, delta.histogram());
        }
        return kept(blocks);
    }

    /// What the scan of a subject has to remember; empty for subjects that are not scanned.
    public Optional<byte[]> scan(Subject subject) {
        return Optional.ofNullable(subjects.get(subject)).map(watched -> watched.scan.toBytes());
    }

    /// Subjects that are scanned.
    public Set<Subject> scanned() {
        return subjects.keySet();
    }

    /// Puts back what a scan remembered.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when it was another profile's, or another build's
    /// @throws IllegalArgumentException when the reference has no such subject
    public void restoreScan(Subject subject, byte[] bytes) {
        require(subject).scan.restore(bytes);
    }

    /// Puts a block back that was kept.
    ///
    /// @return false when the windows have no such blocks any more
    /// @throws io.tidemark.stats.state.CorruptStateException when the bytes are damaged or over other bins
    /// @throws IllegalArgumentException when the reference has no such subject
    public boolean restore(Subject subject, BlockId block, byte[] counts) {
        if (subject instanceof Subject.Pairs) {
            return requirePairs()
                    .restore(
                            block.stepMs(),
                            block.startMs(),
                            PairCounts.fromBytes(reference.pairs().size(), counts));
        }
        Watched watched = require(subject);
        return watched.counts.restore(
                block.stepMs(), block.startMs(), SubjectCounts.fromBytes(watched.profile, counts));
    }

    private static <T extends Tally<T>> List<Kept> kept(List<Block<T>> blocks) {
        return blocks.stream()
                .map(block -> new Kept(
                        new BlockId(block.stepMs(), block.startMs()),
                        block.counts().toBytes()))
                .toList();
    }

    private RollingCounts<PairCounts> requirePairs() {
        if (pairs == null) {
            throw stranger(new Subject.Pairs());
        }
        return pairs;
    }

    private Watched require(Subject subject) {
        Watched watched = subject instanceof Subject.Latencies
                ? latencies
                : subject instanceof Subject.Labels ? labels : subjects.get(subject);
        if (watched == null) {
            throw stranger(subject);
        }
        return watched;
    }

    private IllegalArgumentException stranger(Subject subject) {
        return new IllegalArgumentException("Found counts of " + subject + ", expected one of " + subjects.keySet()
                + ": they were made over another bundle.");
    }

    /// Moves the end of all windows forward.
    ///
    /// @param endMs new end, exclusive
    /// @return blocks that no window holds any more
    public Set<BlockId> advance(long endMs) {
        Set<BlockId> forgotten = new LinkedHashSet<>();
        subjects.values().forEach(watched -> {
            forgotten.addAll(watched.counts.advance(endMs));
            watched.scan.advance(endMs);
        });
        forgotten.addAll(latencies.counts.advance(endMs));
        if (labels != null) {
            forgotten.addAll(labels.counts.advance(endMs));
        }
        if (pairs != null) {
            forgotten.addAll(pairs.advance(endMs));
        }
        return forgotten;
    }

    /// All that can be said of the windows that end at a moment, the present end.
    public Round round(long endMs) {
        List<Finding> distributions = new ArrayList<>();
        List<Finding> ofLabels = new ArrayList<>();
        List<QualityFinding> checks = new ArrayList<>();
        List<Round.Requests> requests = new ArrayList<>();
        for (Window window : windows(endMs)) {
            subjects.forEach((subject, watched) -> {
                SubjectCounts counts = watched.counts.window(window.name());
                distributions.add(finding(subject, watched, window, counts));
                checks.addAll(quality.judge(subject, window, counts));
            });
            labelFinding(window).ifPresent(finding -> {
                ofLabels.add(finding);
                checks.addAll(quality.labels(finding));
            });
            checks.addAll(ofPairs(window));
            SubjectCounts times = latencies.counts.window(window.name());
            checks.addAll(quality.latency(window, times.histogram()));
            long rows = subjects.values()
                    .iterator()
                    .next()
                    .counts
                    .window(window.name())
                    .histogram()
                    .total();
            requests.add(new Round.Requests(window, rows, requestFigures(window, rows, times)));
        }
        return new Round(new Findings(distributions), ofLabels, checks, requests);
    }

    private List<Window> windows(long endMs) {
        return lengthsMs.entrySet().stream()
                .map(named -> new Window(named.getKey(), RollingCounts.startMs(paneMs, named.getValue(), endMs), endMs))
                .toList();
    }

    private Finding finding(Subject subject, Watched watched, Window window, SubjectCounts counts) {
        OptionalDouble importance = reference.importance(subject);
        double weight = importance.isPresent()
                ? importance.getAsDouble() * reference.features().size()
                : 1;
        boolean isScanned = window.name().equals(longest) && subjects.containsKey(subject);
        Finding found = isScanned
                ? watched.judge.judge(window, counts.histogram(), watched.scan)
                : watched.judge.judge(window, counts.histogram());
        return found.with(new Finding.Portrait(
                Figures.of(counts),
                SmallHistogram.of(watched.profile, counts.histogram(), reference.categories(subject)),
                importance,
                weight));
    }

    private Optional<Finding> labelFinding(Window window) {
        if (labels == null) {
            return Optional.empty();
        }
        SubjectCounts counts = labels.counts.window(window.name());
        return counts.histogram().total() == 0
                ? Optional.empty()
                : Optional.of(finding(new Subject.Labels(), labels, window, counts));
    }

    private List<QualityFinding> ofPairs(Window window) {
        List<QualityFinding> found = new ArrayList<>();
        if (pairs != null) {
            PairCounts counts = pairs.window(window.name());
            List<Pair> watched = reference.pairs();
            for (int i = 0; i < watched.size(); i++) {
                found.addAll(quality.judge(watched.get(i), window, counts.sums().get(i)));
            }
        }
        return found;
    }

    private static Map<String, Double> requestFigures(Window window, long rows, SubjectCounts times) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("rate_per_second", rows * 1000.0 / (window.endMs() - window.startMs()));
        Latency.quantileMs(times.histogram(), 0.5).ifPresent(ms -> figures.put("latency_p50_ms", ms));
        Latency.quantileMs(times.histogram(), 0.95).ifPresent(ms -> figures.put("latency_p95_ms", ms));
        Latency.quantileMs(times.histogram(), 0.99).ifPresent(ms -> figures.put("latency_p99_ms", ms));
        return figures;
    }

    private record Watched(
            FeatureProfile profile, RollingCounts<SubjectCounts> counts, WindowJudge judge, DriftScan scan) {}
}
