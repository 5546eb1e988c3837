package io.tidemark.cli.file;

import io.tidemark.cli.UserError;
import io.tidemark.stats.alarm.PValueAdjustment;
import io.tidemark.stats.drift.CramerVonMises;
import io.tidemark.stats.drift.DriftReport;
import io.tidemark.stats.drift.DriftStatistic;
import io.tidemark.stats.drift.KolmogorovSmirnov;
import io.tidemark.stats.drift.SampleDrift;
import io.tidemark.stats.drift.evidently.ColumnKind;
import io.tidemark.stats.drift.evidently.EvidentlyDrift;
import io.tidemark.stats.drift.evidently.EvidentlyMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Compares the columns of two CSV files.
public final class FileDrift {
    /// From which PSI on a change is worth looking at.
    private static final double EFFECT_PSI = 0.1;

    /// From which Kolmogorov-Smirnov distance on a change is worth looking at.
    private static final double EFFECT_KS = 0.1;

    /// Whole numbers with as many distinct values or fewer are categories to Evidently.
    private static final int EVIDENTLY_FEW = 10;

    private static final String NUMERIC = "numeric";
    private static final String CATEGORY = "category";

    private final CsvTable reference;
    private final CsvTable current;

    private FileDrift(CsvTable reference, CsvTable current) {
        this.reference = reference;
        this.current = current;
    }

    /// Reads both files.
    ///
    /// @throws UserError when one of them cannot be read
    public static FileDrift of(Path reference, Path current) {
        return new FileDrift(CsvTable.read(reference), CsvTable.read(current));
    }

    /// Columns that are not compared unless they are named, and why.
    public Map<String, String> unmatched() {
        Map<String, String> unmatched = new LinkedHashMap<>();
        reference.names().stream()
                .filter(name -> !current.has(name))
                .forEach(name -> unmatched.put(name, "only in the reference"));
        current.names().stream()
                .filter(name -> !reference.has(name))
                .forEach(name -> unmatched.put(name, "only in the current rows"));
        reference.names().stream()
                .filter(current::has)
                .forEach(name -> reasonAgainst(name).ifPresent(reason -> unmatched.put(name, reason)));
        return unmatched;
    }

    private List<String> names(List<String> wanted) {
        if (!wanted.isEmpty()) {
            return wanted;
        }
        List<String> shared = reference.names().stream().filter(current::has).toList();
        if (shared.isEmpty()) {
            throw new UserError("Found no column that both files have, expected the same columns. The reference has "
                    + String.join(", ", reference.names()) + "; the current rows have "
                    + String.join(", ", current.names()) + ".");
        }
        List<String> compared =
                shared.stream().filter(name -> reasonAgainst(name).isEmpty()).toList();
        if (compared.isEmpty()) {
            throw new UserError("Found only columns of dates or of texts that are all different ("
                    + String.join(", ", shared) + "), expected numbers or categories; --columns compares them all the"
                    + " same.");
        }
        return compared;
    }

    /// Why a column is compared only when it is named: one of times drifts with the clock, one whose texts are all
    /// different has no distribution.
    private Optional<String> reasonAgainst(String name) {
        CsvColumn before = reference.column(name);
        CsvColumn now = current.column(name);
        if (before.isTime() && now.isTime()) {
            return Optional.of("dates or times; name it with --columns to compare it as text");
        }
        return before.isUnique() && now.isUnique()
                ? Optional.of("nearly every text is another one; name it with --columns to compare it all the same")
                : Optional.empty();
    }

    /// The robust mode: bins at quantiles of the reference, exact distances between distribution functions. A column
    /// has drifted when the change is large (PSI or KS of 0.1 or more) and no chance: its probability, of the smallest
    /// one over PSI, KS and chi-square by Bonferroni, adjusted over the columns by Benjamini and Hochberg, is at most
    /// `alpha`.
    ///
    /// @param wanted columns; empty: all that both files have
    /// @param alpha share of false alarms among alarms, above 0 and below 1
    public List<ColumnDrift> robust(List<String> wanted, double alpha) {
        List<String> names = names(wanted);
        List<DriftReport> reports = new ArrayList<>();
        List<Boolean> numeric = new ArrayList<>();
        double[] smallest = new double[names.size()];
        for (int i = 0; i < names.size(); i++) {
            CsvColumn before = reference.column(names.get(i));
            CsvColumn now = current.column(names.get(i));
            boolean isNumeric = isNumeric(before, now);
            numeric.add(isNumeric);
            DriftReport report = isNumeric
                    ? SampleDrift.numbers(before.numbers(), now.numbers())
                    : SampleDrift.categories(
                            before.texts().size(), before.codes(known(before)), now.codes(known(before)));
            reports.add(report);
            smallest[i] = smallestPValue(report);
        }
        double[] adjusted = PValueAdjustment.benjaminiHochberg(smallest);
        List<ColumnDrift> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            found.add(robust(names.get(i), numeric.get(i), reports.get(i), adjusted[i], alpha));
        }
        return found;
    }

    private ColumnDrift robust(String name, boolean isNumeric, DriftReport report, double pValue, double alpha) {
        double psi = report.statistic(DriftStatistic.PSI).orElse(0);
        double ks = report.statistic(DriftStatistic.KOLMOGOROV_SMIRNOV).orElse(0);
        boolean isLarge = psi >= EFFECT_PSI || ks >= EFFECT_KS;
        boolean isCertain = pValue <= alpha;
        String reason = String.format(
                Locale.ROOT,
                "%s, %s",
                isLarge ? "large" : "small",
                isCertain
                        ? "and no chance (adjusted p " + shown(pValue) + ")"
                        : "and possible by chance (adjusted p " + shown(pValue) + ")");
        OptionalDouble score = report.statistic(DriftStatistic.PSI);
        return column(
                name,
                isNumeric,
                DriftStatistic.PSI.key(),
                score,
                isLarge && isCertain,
                score.isEmpty() ? "not defined for these rows" : reason,
                byKey(report.statistics()),
                byKey(report.pValues()));
    }

    /// The smallest probability of the tests that were made, for having made several.
    private static double smallestPValue(DriftReport report) {
        List<Double> pValues = report.pValues().entrySet().stream()
                .filter(entry -> entry.getKey() == DriftStatistic.PSI
                        || entry.getKey() == DriftStatistic.KOLMOGOROV_SMIRNOV
                        || entry.getKey() == DriftStatistic.CHI_SQUARE)
                .map(Map.Entry::getValue)
                .toList();
        return Math.min(
                1,
                pValues.size()
                        * pValues.stream()
                                .mapToDouble(Double::doubleValue)
                                .min()
                                .orElse(1));
    }

    /// Evidently's numbers, by its formulas and defaults: the method that it chooses, with its default threshold. As
    /// there, a column of whole numbers with at most ten distinct current ones is one of categories.
    ///
    /// @param wanted columns; empty: all that both files have
    public List<ColumnDrift> evidently(List<String> wanted) {
        List<ColumnDrift> found = new ArrayList<>();
        for (String name : names(wanted)) {
            CsvColumn before = reference.column(name);
            CsvColumn now = current.column(name);
            if (isNumeric(before, now)) {
                boolean isWhole = before.isWhole() && now.isWhole();
                ColumnKind kind = !isWhole
                        ? ColumnKind.REAL
                        : Arrays.stream(now.numbers()).distinct().count() <= EVIDENTLY_FEW
                                ? ColumnKind.CATEGORY
                                : ColumnKind.INTEGER;
                found.add(evidently(name, true, kind, before.numbers(), now.numbers()));
            } else {
                Map<String, Integer> known = sorted(before, now);
                found.add(evidently(name, false, ColumnKind.CATEGORY, before.codes(known), now.codes(known)));
            }
        }
        return found;
    }

    private ColumnDrift evidently(String name, boolean isNumeric, ColumnKind kind, double[] r, double[] c) {
        Map<String, Double> statistics = new LinkedHashMap<>();
        Map<String, Double> pValues = new LinkedHashMap<>();
        for (EvidentlyMethod method : EvidentlyMethod.values()) {
            boolean applies = switch (method) {
                case WASSERSTEIN, KOLMOGOROV_SMIRNOV, CRAMER_VON_MISES -> isNumeric;
                case CHI_SQUARE, Z_TEST -> kind == ColumnKind.CATEGORY;
                case PSI, KL_DIVERGENCE, JENSEN_SHANNON, HELLINGER -> true;
            };
            if (applies) {
                EvidentlyDrift.score(method, kind, r, c)
                        .ifPresent(value -> (method.isPValue() ? pValues : statistics).put(method.key(), value));
            }
        }
        if (isNumeric) {
            KolmogorovSmirnov.test(r, c)
                    .ifPresent(test -> statistics.put(EvidentlyMethod.KOLMOGOROV_SMIRNOV.key(), test.statistic()));
            CramerVonMises.test(r, c)
                    .ifPresent(test -> statistics.put(EvidentlyMethod.CRAMER_VON_MISES.key(), test.statistic()));
        }
        EvidentlyDrift.totalVariation(kind, r, c)
                .ifPresent(value -> statistics.put(DriftStatistic.TOTAL_VARIATION.key(), value));
        EvidentlyDrift.lInfinity(kind, r, c).ifPresent(value -> statistics.put(DriftStatistic.L_INFINITY.key(), value));
        Optional<EvidentlyDrift.Finding> finding = EvidentlyDrift.drift(kind, r, c);
        return column(
                name,
                isNumeric,
                finding.map(found -> found.method().key()).orElse("none"),
                finding.isPresent() ? OptionalDouble.of(finding.get().score()) : OptionalDouble.empty(),
                finding.map(EvidentlyDrift.Finding::drifted).orElse(false),
                finding.map(found -> (found.method().isPValue() ? "p-value" : "distance") + ", threshold "
                                + found.method().threshold())
                        .orElse("not defined for these rows"),
                statistics,
                pValues);
    }

    private ColumnDrift column(
            String name,
            boolean isNumeric,
            String method,
            OptionalDouble score,
            boolean drifted,
            String reason,
            Map<String, Double> statistics,
            Map<String, Double> pValues) {
        CsvColumn before = reference.column(name);
        CsvColumn now = current.column(name);
        return new ColumnDrift(
                name,
                isNumeric ? NUMERIC : CATEGORY,
                before.rows(),
                now.rows(),
                before.missing() / (double) before.rows(),
                now.missing() / (double) now.rows(),
                method,
                score.stream().filter(Double::isFinite).boxed().findFirst(),
                drifted,
                reason,
                finite(statistics),
                pValues);
    }

    /// A distance beyond the largest number is not defined.
    private static Map<String, Double> finite(Map<String, Double> statistics) {
        Map<String, Double> finite = new LinkedHashMap<>();
        statistics.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                finite.put(name, value);
            }
        });
        return finite;
    }

    /// Numbers on both sides; a side without any value goes with the other one.
    private static boolean isNumeric(CsvColumn before, CsvColumn now) {
        boolean beforeFits = before.isNumeric() || before.texts().isEmpty();
        boolean nowFits = now.isNumeric() || now.texts().isEmpty();
        return beforeFits
                && nowFits
                && !(before.texts().isEmpty() && now.texts().isEmpty());
    }

    private static Map<String, Integer> known(CsvColumn reference) {
        Map<String, Integer> known = new LinkedHashMap<>();
        reference.texts().forEach(text -> known.put(text, known.size()));
        return known;
    }

    /// All texts of both sides in their order, which decides which of two is the smallest.
    private static Map<String, Integer> sorted(CsvColumn before, CsvColumn now) {
        Set<String> all = new LinkedHashSet<>(before.texts());
        all.addAll(now.texts());
        Map<String, Integer> known = new LinkedHashMap<>();
        all.stream().sorted().forEach(text -> known.put(text, known.size()));
        return known;
    }

    private static Map<String, Double> byKey(Map<DriftStatistic, Double> values) {
        Map<String, Double> byKey = new LinkedHashMap<>();
        values.forEach((statistic, value) -> byKey.put(statistic.key(), value));
        return byKey;
    }

    private static String shown(double pValue) {
        return pValue < 1e-4 ? "below 0.0001" : String.format(Locale.ROOT, "%.4f", pValue);
    }
}
