package io.tidemark.trainer.gates;

import io.tidemark.model.manifest.GatesSpec;
import io.tidemark.model.manifest.ModelManifest;
import java.util.ArrayList;
import java.util.List;

/// Asks the manifest's gates of a new version.
public final class GateKeeper {
    private final List<Gate> gates = new ArrayList<>();

    public GateKeeper(ModelManifest manifest) {
        GatesSpec spec = manifest.gates();
        gates.add(new LimitGate(spec.limits()));
        gates.add(new ParityGate(spec.parity()));
        gates.add(new BehaviourGate(spec.latencyUs()));
        gates.add(new SizeGate(spec.sizeMb()));
        spec.stabilityPct().ifPresent(allowed -> gates.add(new StabilityGate(allowed)));
        spec.overfitPct()
                .ifPresent(allowed ->
                        gates.add(new OverfitGate(manifest.selection().metric(), allowed)));
        spec.fairness().forEach(fairness -> gates.add(new FairnessGate(manifest, fairness)));
        spec.champion().ifPresent(champion -> gates.add(new ChampionGate(manifest, champion)));
    }

    /// Asks all gates.
    public GateReport judge(Evidence evidence) {
        return new GateReport(
                gates.stream().flatMap(gate -> gate.judge(evidence).stream()).toList());
    }
}
