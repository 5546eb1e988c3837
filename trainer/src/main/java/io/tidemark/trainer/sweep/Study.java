package io.tidemark.trainer.sweep;

import io.tidemark.trainer.sweep.prune.Pruner;
import io.tidemark.trainer.sweep.space.SearchSpace;
import io.tidemark.trainer.sweep.suggest.Evidence;
import io.tidemark.trainer.sweep.suggest.LatinHypercube;
import io.tidemark.trainer.sweep.suggest.Untried;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// The trials of a sweep, to be asked for and told about.
///
/// What trial n tries is a function of the settings and of the trials up to n - `inFlight`; those in between are
/// known to be tried, not how they end, even if they have ended. A study opened again from its journal goes on as if
/// nothing had happened: trials that were running are tried again, with the same values. For one thread; a trial may
/// be given to another.
public final class Study implements AutoCloseable {
    private final SweepSettings settings;
    private final Optional<Journal> journal;
    private final double[][] design;
    /// Every trial asked for or ended, by number: 0 to the highest without a gap but those to ask again.
    private final Map<Integer, Map<String, Object>> asked = new LinkedHashMap<>();
    private final NavigableMap<Integer, TrialRecord> ended = new TreeMap<>();
    private final Set<Integer> running = new HashSet<>();

    private Study(SweepSettings settings, Optional<Journal> journal) {
        this.settings = settings;
        this.journal = journal;
        this.design = settings.initialTrials() == 0
                ? new double[0][]
                : LatinHypercube.points(
                        settings.initialTrials(), settings.space().dimensions(), random(-1));
        journal.ifPresent(file -> file.records().forEach(trial -> {
            asked.put(trial.number(), trial.parameters());
            ended.put(trial.number(), trial);
        }));
    }

    /// A study that lives as long as the process.
    public static Study inMemory(SweepSettings settings) {
        return new Study(settings, Optional.empty());
    }

    /// A study that survives: each trial that ends is a line of `journal`. An existing journal is continued.
    ///
    /// @throws SweepException when the journal cannot be used, or is that of a sweep with other settings
    public static Study open(SweepSettings settings, Path journal) {
        return new Study(settings, Optional.of(Journal.open(journal, settings)));
    }

    /// Number of the next trial to ask for.
    private int next() {
        int number = 0;
        while (ended.containsKey(number) || running.contains(number)) {
            number++;
        }
        return number;
    }

    /// Whether [#ask] may be called: the trial that the next one has to know has ended.
    public boolean canAsk() {
        int number = next();
        return number < settings.inFlight() || knownTo(number).size() == number - settings.inFlight() + 1;
    }

    /// The next trial; empty when there are as many as the settings want, or nothing else to try.
    ///
    /// @throws IllegalStateException when too many trials are in flight
    public Optional<Trial> ask() {
        int number = next();
        if (number >= settings.trials()) {
            return Optional.empty();
        }
        if (!canAsk()) {
            throw new IllegalStateException("Found trial " + (number - settings.inFlight())
                    + " still running when trial " + number + " was asked for, expected at most "
                    + settings.inFlight() + " in flight.");
        }
        Optional<Map<String, Object>> wanted = parameters(number);
        return wanted.map(parameters -> {
            asked.put(number, parameters);
            running.add(number);
            List<Pruner.Rival> rivals = knownTo(number).stream()
                    .filter(trial -> !(trial.result() instanceof TrialResult.Failed))
                    .map(trial -> new Pruner.Rival(trial.curve(), trial.result() instanceof TrialResult.Completed))
                    .toList();
            return new Trial(number, origin(number), parameters, settings, rivals);
        });
    }

    /// Ends a trial with the objective's value. NaN and infinities are failures; a trial that was told not to go on is
    /// pruned, whatever the value.
    public TrialRecord tell(Trial trial, double value, double seconds) {
        return end(trial.ended(trial.resultOf(value), seconds));
    }

    /// Ends a trial that gave no value.
    ///
    /// @param reason why, for people
    public TrialRecord tellFailed(Trial trial, String reason, double seconds) {
        return end(trial.ended(new TrialResult.Failed(reason), seconds));
    }

    private TrialRecord end(TrialRecord trial) {
        if (!running.remove(trial.number())) {
            throw new IllegalStateException("Found trial " + trial.number() + " told about, expected one that runs.");
        }
        journal.ifPresent(file -> file.append(trial));
        ended.put(trial.number(), trial);
        return trial;
    }

    /// All trials that have ended, by number.
    public List<TrialRecord> trials() {
        return List.copyOf(ended.values());
    }

    private TrialRecord.Origin origin(int number) {
        if (number < settings.given().size()) {
            return TrialRecord.Origin.GIVEN;
        }
        return number < settings.given().size() + settings.initialTrials()
                ? TrialRecord.Origin.INITIAL
                : TrialRecord.Origin.SUGGESTED;
    }

    private Collection<TrialRecord> knownTo(int number) {
        return ended.headMap(number - settings.inFlight(), true).values();
    }

    private Optional<Map<String, Object>> parameters(int number) {
        SearchSpace space = settings.space();
        if (number < settings.given().size()) {
            return Optional.of(settings.given().get(number));
        }
        Evidence evidence = evidence(number);
        Set<Evidence.Point> tried = evidence.tried();
        if (tried.size() >= space.points()) {
            return Optional.empty();
        }
        SplittableRandom random = random(number);
        int ofDesign = number - settings.given().size();
        if (ofDesign < design.length) {
            Map<String, Object> values = space.values(design[ofDesign]);
            if (!tried.contains(new Evidence.Point(space.point(values)))) {
                return Optional.of(values);
            }
        }
        boolean isBlind = evidence.observed().size() < 2 || ofDesign < design.length;
        Optional<double[]> point = isBlind
                ? Untried.point(space, tried, random)
                : Optional.of(settings.method().suggester().suggest(evidence, random));
        return point.map(space::values);
    }

    private Evidence evidence(int number) {
        return new SeenTrials(settings, knownTo(number)).evidence(pending(number));
    }

    private List<Map<String, Object>> pending(int number) {
        List<Map<String, Object>> pending = new ArrayList<>();
        for (int i = Math.max(0, number - settings.inFlight() + 1); i < number; i++) {
            pending.add(asked.get(i));
        }
        return pending;
    }

    private SplittableRandom random(int number) {
        // SplittableRandom mixes its seed: neighbouring numbers give unrelated sequences.
        return new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + number);
    }

    /// What came out so far.
    public SweepResult result() {
        return new SweepResult(settings, trials());
    }

    @Override
    public void close() {
        journal.ifPresent(Journal::close);
    }
}
