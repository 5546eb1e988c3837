package io.tidemark.cli.demo;

import io.tidemark.cli.audit.Invariant;
import io.tidemark.cli.demo.DemoState.Happened;
import io.tidemark.cli.demo.DemoState.Sample;
import java.util.List;
import java.util.Map;

/// What the demo came to.
///
/// @param dataOrigin where the data came from, in words
/// @param dataSha256 SHA-256 of the data
/// @param counts records on the topics by name
/// @param rejected dead letters by reason
/// @param offline metrics of the first version on the held-out rows whose labels came, computed from the files
/// @param live the same metrics as the feedback joiner published them
/// @param phases wMAPE in percent by phase: steady, shifted, recovered
/// @param times seconds by name
/// @param invariants what was checked
/// @param gates gates of the retrained version, in words
/// @param events what happened when
/// @param samples what the plots show
public record DemoResult(
        String dataOrigin,
        String dataSha256,
        Map<String, Long> counts,
        Map<String, Long> rejected,
        Map<String, Double> offline,
        Map<String, Double> live,
        Map<String, Double> phases,
        Map<String, Double> times,
        List<Invariant> invariants,
        List<String> gates,
        List<Happened> events,
        List<Sample> samples) {

    /// True when everything that was checked holds.
    public boolean passed() {
        return invariants.stream().allMatch(Invariant::passed);
    }
}
