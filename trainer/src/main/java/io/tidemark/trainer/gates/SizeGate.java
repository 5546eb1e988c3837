package io.tidemark.trainer.gates;

import java.util.List;
import java.util.Optional;

/// The bundle is not too large.
final class SizeGate implements Gate {
    private static final double MIB = 1024.0 * 1024;

    private final double allowedMb;

    SizeGate(double allowedMb) {
        this.allowedMb = allowedMb;
    }

    @Override
    public List<GateFinding> judge(Evidence evidence) {
        return List.of(finding(evidence.fileBytes(), allowedMb));
    }

    static GateFinding finding(long fileBytes, double allowedMb) {
        double sizeMb = fileBytes / MIB;
        return new GateFinding(
                "size",
                sizeMb <= allowedMb,
                Optional.of(sizeMb),
                Optional.of(allowedMb),
                "the bundle has " + Compared.shown(sizeMb) + " MiB, allowed " + Compared.shown(allowedMb));
    }
}
