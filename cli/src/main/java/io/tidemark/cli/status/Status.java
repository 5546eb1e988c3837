package io.tidemark.cli.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that one screen shows.
///
/// @param processes broker, registry and services of the home
/// @param flows what flows on the topics
/// @param lags how far the services are behind
/// @param models one entry per model
/// @param views what the views had for requests since the home's services began; empty where none run or none were
///     asked
/// @param problems what is not fine, in words; empty: all is fine
public record Status(
        List<ProcessState> processes,
        List<Flow> flows,
        List<Lag> lags,
        List<ModelState> models,
        List<ViewUse> views,
        List<String> problems) {

    /// A process or a service inside one.
    ///
    /// @param state what it says of itself, for example RUNNING
    /// @param fine true when that is as it should be
    public record ProcessState(String name, String state, boolean fine) {}

    /// Records on a topic.
    ///
    /// @param total offsets that the topic holds: records, and a marker per transaction and partition
    /// @param perSecond offsets that were added a second, while the status was taken
    public record Flow(String topic, long total, double perSecond) {}

    /// How far a service is behind.
    ///
    /// @param records records that it has not processed yet
    public record Lag(String service, long records) {}

    /// What a view of a model had for requests, in values.
    ///
    /// @param hits values that it had and that were fresh enough
    /// @param stale values that it had and that were too old
    /// @param misses values that it had not
    /// @param misplaced values of requests whose record key is not their entity
    /// @param given values that the requests brought along
    public record ViewUse(String model, String view, long hits, long stale, long misses, long misplaced, long given) {
        /// Share of the values that were looked for and found fresh, 0 to 1; NaN when none was looked for.
        public double hitRate() {
            return hits / (double) (hits + stale + misses + misplaced);
        }
    }

    /// One model that the timeline knows.
    ///
    /// @param champion version that is to serve; empty: none
    /// @param since since when
    /// @param adoptedPartitions partitions of requests that answer under it
    /// @param drifted drift of the champion by feature, what has drifted first: of each feature the worst window, by
    ///     its newest record
    /// @param live live metrics of the champion by name, over everything since it first answered
    /// @param baseline the same metrics at training time
    /// @param labelled labelled answers behind the live metrics
    /// @param openAlerts severity and title of the alerts that are open
    /// @param trials versions on trial beside the champion, in words, while all goes as planned
    /// @param training newest record of a training run
    public record ModelState(
            String model,
            Optional<Integer> champion,
            Optional<Instant> since,
            int adoptedPartitions,
            List<FeatureDrift> drifted,
            Map<String, Double> live,
            Map<String, Double> baseline,
            long labelled,
            List<String> openAlerts,
            List<String> trials,
            Optional<String> training) {}

    /// Newest drift of a feature over one window.
    ///
    /// @param window name of the window in the manifest
    /// @param psi population stability index
    /// @param ks largest distance of the distribution functions; 0 where it is not defined
    /// @param count predictions in the window
    public record FeatureDrift(String feature, String window, double psi, double ks, long count, boolean drifted) {}
}
