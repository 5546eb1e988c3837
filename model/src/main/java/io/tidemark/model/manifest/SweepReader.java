package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.SweepSpec.Method;
import io.tidemark.model.manifest.SweepSpec.Prune;
import io.tidemark.model.manifest.SweepSpec.SweepParameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Reads the section `sweep`.
final class SweepReader {
    private static final String BEST = "best";
    private static final String SPACE = "space";
    private static final String INT = "int";
    private static final String FLOAT = "float";
    private static final String CHOICE = "choice";

    private SweepReader() {}

    static SweepSpec sweep(Section sweep, Task task) {
        List<Algorithm> possible = Algorithm.forTask(task);
        List<String> keys = new ArrayList<>(List.of(BEST));
        possible.forEach(algorithm -> keys.add(algorithm.key()));
        String wanted = sweep.text("algorithm", BEST);
        boolean isKnown = sweep.requireKnown("algorithm", wanted, keys, "best or an algorithm for this task");
        Optional<Algorithm> algorithm = possible.stream()
                .filter(candidate -> candidate.key().equals(wanted))
                .findFirst();
        String metric = sweep.text("metric", MetricNames.ofService(task));
        sweep.requireKnown("metric", metric, MetricNames.of(task), "a metric of this task");
        SweepSpec spec = new SweepSpec(
                algorithm,
                sweep.count("trials", 50, 1, 10_000),
                sweep.choice("method", Method.class, Method.GP),
                metric,
                sweep.choice("prune", Prune.class, Prune.MEDIAN),
                sweep.count("patience", 50, 1, 100_000),
                sweep.count("parallel", 2, 1, 64),
                space(sweep, algorithm, isKnown));
        sweep.close();
        return spec;
    }

    private static List<SweepParameter> space(Section sweep, Optional<Algorithm> algorithm, boolean isKnown) {
        Section space = sweep.section(SPACE);
        if (algorithm.isEmpty()) {
            if (isKnown && !space.names().isEmpty()) {
                sweep.problem(
                        SPACE,
                        "Found a space for whichever algorithm is best, expected it with the name of one in"
                                + " sweep.algorithm: each has other parameters.");
            }
            return List.of();
        }
        List<SweepParameter> parameters = new ArrayList<>();
        for (String name : space.names()) {
            if (space.requireKnown(
                    name,
                    name,
                    List.copyOf(algorithm.get().parameters()),
                    "a parameter of " + algorithm.get().key())) {
                parameter(space, name).ifPresent(parameter -> {
                    ends(parameter)
                            .forEach(value ->
                                    algorithm.get().fault(name, value).ifPresent(fault -> space.problem(name, fault)));
                    parameters.add(parameter);
                });
            }
        }
        boolean varies = parameters.isEmpty() || parameters.stream().anyMatch(SweepReader::varies);
        if (!varies) {
            sweep.problem(SPACE, "Found no parameter that varies, expected at least one with two values or more.");
        }
        return parameters;
    }

    private static boolean varies(SweepParameter parameter) {
        return switch (parameter) {
            case SweepParameter.Whole whole -> whole.low() < whole.high();
            case SweepParameter.Real real -> real.low() < real.high();
            case SweepParameter.Choice choice -> choice.values().size() > 1;
        };
    }

    /// The values that the algorithm has to accept.
    private static List<Object> ends(SweepParameter parameter) {
        return switch (parameter) {
            case SweepParameter.Whole whole -> List.of(whole.low(), whole.high());
            case SweepParameter.Real real -> List.of(real.low(), real.high());
            case SweepParameter.Choice choice -> choice.values();
        };
    }

    private static Optional<SweepParameter> parameter(Section space, String name) {
        if (!space.hasSection(name)) {
            List<Object> values = space.values(name);
            return values.isEmpty() ? Optional.empty() : choice(space, name, name, values);
        }
        Section section = space.section(name);
        boolean log = section.flag("log", false);
        Optional<Range> whole = section.optionalFiniteRange(INT);
        Optional<Range> real = section.optionalFiniteRange(FLOAT);
        List<Object> values = section.values(CHOICE);
        int kinds = (whole.isPresent() ? 1 : 0) + (real.isPresent() ? 1 : 0) + (values.isEmpty() ? 0 : 1);
        boolean isSaid = section.has(INT) || section.has(FLOAT) || section.has(CHOICE);
        if (!isSaid || kinds > 1) {
            space.problem(
                    name, "Found " + kinds + " of int, float and choice, expected one: {int: [1, 9]}, for example.");
        }
        if (whole.isPresent()
                && !(isWhole(whole.get().low()) && isWhole(whole.get().high()))) {
            section.problem(INT, "Found " + whole.get() + ", expected two whole numbers.");
            whole = Optional.empty();
        }
        double low = whole.or(() -> real).map(Range::low).orElse(1.0);
        if (log && low <= 0) {
            section.problem("log", "Found a log scale from " + low + ", expected a range above 0, or no log scale.");
        }
        section.close();
        if (!values.isEmpty()) {
            return choice(section, CHOICE, name, values);
        }
        return whole.<SweepParameter>map(
                        range -> new SweepParameter.Whole(name, (long) range.low(), (long) range.high(), log))
                .or(() -> real.map(range -> new SweepParameter.Real(name, range.low(), range.high(), log)));
    }

    private static Optional<SweepParameter> choice(Section section, String key, String name, List<Object> values) {
        if (new HashSet<>(values).size() < values.size()) {
            section.problem(key, "Found " + values + ", expected each value once.");
            return Optional.empty();
        }
        return Optional.of(new SweepParameter.Choice(name, values));
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15;
    }
}
