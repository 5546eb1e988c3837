package io.tidemark.drift.judgement;

import io.tidemark.stats.histogram.CategoryBins;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericBins;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Reference and window side by side in a few bins, for people to look at.
///
/// @param bins in words
/// @param reference rows of the reference
/// @param current rows of the window
public record SmallHistogram(List<String> bins, List<Long> reference, List<Long> current) {
    /// Nothing to show.
    public static final SmallHistogram NONE = new SmallHistogram(List.of(), List.of(), List.of());

    private static final int MOST = 10;
    private static final int MOST_DIGITS_MORE = 6;

    public SmallHistogram {
        bins = List.copyOf(bins);
        reference = List.copyOf(reference);
        current = List.copyOf(current);
    }

    /// Ten groups of neighbours with about equal parts of the reference, or the ten largest categories; then what is
    /// unseen and what is missing, where there is any.
    ///
    /// @param categories names of the categories; empty for numbers
    public static SmallHistogram of(FeatureProfile profile, Histogram current, List<String> categories) {
        Rows rows = new Rows(profile.reference(), current);
        switch (profile.bins()) {
            case NumericBins bins -> addNumbers(bins, rows);
            case CategoryBins bins -> addCategories(bins, categories, rows);
        }
        int missing = profile.bins().missing();
        if (rows.any(missing)) {
            rows.add("missing", missing, missing);
        }
        return rows.histogram();
    }

    private static void addNumbers(NumericBins bins, Rows rows) {
        List<Group> groups = groups(bins, rows.reference);
        List<String> labels = labels(bins, groups);
        for (int i = 0; i < groups.size(); i++) {
            rows.add(labels.get(i), groups.get(i).from, groups.get(i).to);
        }
    }

    private static List<Group> groups(NumericBins bins, Histogram reference) {
        List<Group> groups = new ArrayList<>();
        double each = reference.present() / (double) MOST;
        int from = 0;
        double sum = 0;
        for (int bin = 0; bin < bins.values(); bin++) {
            sum += reference.count(bin);
            boolean isLast = bin == bins.values() - 1;
            if (isLast || (sum >= each && sum > 0)) {
                groups.add(new Group(from, bin));
                from = bin + 1;
                sum = 0;
            }
        }
        return groups;
    }

    /// Short where that is enough to tell the groups apart: three latitudes of one city need more digits.
    private static List<String> labels(NumericBins bins, List<Group> groups) {
        List<String> labels = List.of();
        for (int more = 0; more <= MOST_DIGITS_MORE; more++) {
            int digits = more;
            labels = groups.stream()
                    .map(group -> label(bins, group.from, group.to, digits))
                    .toList();
            if (labels.stream().distinct().count() == labels.size()) {
                return labels;
            }
        }
        return labels;
    }

    private static String label(NumericBins bins, int from, int to, int more) {
        if (from == to && bins.isAtom(from)) {
            return "= " + shown(bins.upperEnd(from), more);
        }
        if (from == 0 && to == bins.values() - 1) {
            return "all";
        }
        if (from == 0) {
            return "≤ " + shown(bins.upperEnd(to), more);
        }
        return to == bins.values() - 1
                ? "> " + shown(bins.lowerEnd(from), more)
                : "… " + shown(bins.upperEnd(to), more);
    }

    /// @param more digits beyond the usual ones
    private static String shown(double value, int more) {
        double size = Math.abs(value);
        if (size != 0 && (size >= 1e6 || size < 1e-3)) {
            return String.format(Locale.ROOT, "%." + (2 + more) + "e", value);
        }
        int decimals = more + (size >= 100 ? 0 : size >= 10 ? 1 : 3);
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    private static void addCategories(CategoryBins bins, List<String> categories, Rows rows) {
        List<Integer> largest = IntStream.range(0, bins.values())
                .boxed()
                .sorted(Comparator.comparingDouble(rows::weight).reversed())
                .toList();
        for (int bin : largest.stream().limit(MOST).sorted().toList()) {
            rows.add(bin < categories.size() ? categories.get(bin) : bins.label(bin), bin, bin);
        }
        if (largest.size() > MOST) {
            rows.addOthers(largest.subList(MOST, largest.size()));
        }
        if (rows.any(bins.unseen())) {
            rows.add("unseen", bins.unseen(), bins.unseen());
        }
    }

    /// Neighbouring bins.
    private record Group(int from, int to) {}

    /// What has been put together so far.
    private static final class Rows {
        private final Histogram reference;
        private final Histogram current;
        private final List<String> bins = new ArrayList<>();
        private final List<Long> before = new ArrayList<>();
        private final List<Long> now = new ArrayList<>();

        Rows(Histogram reference, Histogram current) {
            this.reference = reference;
            this.current = current;
        }

        boolean any(int bin) {
            return reference.count(bin) + current.count(bin) > 0;
        }

        /// Share on both sides together.
        double weight(int bin) {
            return reference.count(bin) / Math.max(1.0, (double) reference.total())
                    + current.count(bin) / Math.max(1.0, (double) current.total());
        }

        void add(String label, int from, int to) {
            bins.add(label);
            before.add(
                    IntStream.rangeClosed(from, to).mapToLong(reference::count).sum());
            now.add(IntStream.rangeClosed(from, to).mapToLong(current::count).sum());
        }

        void addOthers(List<Integer> others) {
            bins.add(others.size() + " others");
            before.add(others.stream().mapToLong(reference::count).sum());
            now.add(others.stream().mapToLong(current::count).sum());
        }

        SmallHistogram histogram() {
            return new SmallHistogram(bins, before, now);
        }
    }
}
