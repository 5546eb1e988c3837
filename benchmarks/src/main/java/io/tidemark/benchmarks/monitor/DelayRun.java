package io.tidemark.benchmarks.monitor;

/// How long one kind of detector takes to see a drift, and how often it sees one where there is none. Events are
/// standard normal until they drift.
///
/// @param quietEvents events without drift
/// @param repetitions drifts of each kind
record DelayRun(EventDetector.Maker maker, long quietEvents, int repetitions) {
    /// Events before a drift, to which up to 1,000 are added at random: longer than any window here, and wherever a
    /// tumbling one stands.
    static final int BEFORE = 600;

    /// Events after which a drift counts as not found.
    static final int PATIENCE = 10_000;

    private static final int REFERENCE_ROWS = 10_000;

    /// Quiet events of one stream, its beginning apart; then another reference.
    private static final int STREAM = 20_000;

    /// A drift.
    ///
    /// @param shift new mean, in standard deviations
    /// @param spread new standard deviation
    record Drift(double shift, double spread) {}

    /// Delays over the drifts that were found.
    ///
    /// @param events mean number of events from the drift to the alarm; NaN when none was found
    /// @param found share of the drifts that were found
    record Delay(double events, double found) {}

    /// False alarms in 10,000 events. A detector that alarmed begins anew, with another reference.
    double falseAlarmsPer10k(long seed) {
        NormalDraws draws = new NormalDraws(seed);
        long alarms = 0;
        long seen = 0;
        while (seen < quietEvents) {
            EventDetector detector = maker.make(reference(draws), seed + seen);
            boolean alarmed = false;
            for (int i = 0; i < MonitorDetector.WINDOW && !alarmed; i++) {
                // A full window to begin with; the monitor is silent as long, others need not be.
                alarmed = detector.add(draws.next());
                seen += alarmed ? 1 : 0;
            }
            for (int i = 0; i < STREAM && !alarmed && seen < quietEvents; i++, seen++) {
                alarmed = detector.add(draws.next());
            }
            alarms += alarmed ? 1 : 0;
        }
        return alarms * 10_000.0 / seen;
    }

    /// The delay of a drift. Streams that alarm before it are drawn again, as far as there is an end to that.
    Delay delay(Drift drift, long seed) {
        NormalDraws draws = new NormalDraws(seed);
        double sum = 0;
        int found = 0;
        for (int i = 0; i < repetitions; i++) {
            int events = eventsToAlarm(quietDetector(draws, seed + i), drift, draws);
            if (events <= PATIENCE) {
                sum += events;
                found++;
            }
        }
        return new Delay(found == 0 ? Double.NaN : sum / found, (double) found / repetitions);
    }

    private EventDetector quietDetector(NormalDraws draws, long seed) {
        EventDetector detector = maker.make(reference(draws), seed);
        for (int attempt = 0; attempt < 20; attempt++) {
            boolean alarmed = false;
            int before = BEFORE + draws.below(1_000);
            for (int i = 0; i < before && !alarmed; i++) {
                alarmed = detector.add(draws.next());
            }
            if (!alarmed) {
                return detector;
            }
            detector = maker.make(reference(draws), seed);
        }
        return detector;
    }

    private static int eventsToAlarm(EventDetector detector, Drift drift, NormalDraws draws) {
        for (int events = 1; events <= PATIENCE; events++) {
            if (detector.add(drift.shift + drift.spread * draws.next())) {
                return events;
            }
        }
        return PATIENCE + 1;
    }

    private static double[] reference(NormalDraws draws) {
        double[] reference = new double[REFERENCE_ROWS];
        for (int i = 0; i < REFERENCE_ROWS; i++) {
            reference[i] = draws.next();
        }
        return reference;
    }
}
