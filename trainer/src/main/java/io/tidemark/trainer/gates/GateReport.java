package io.tidemark.trainer.gates;

import java.util.List;

/// All answers, in the order in which the gates were asked.
public record GateReport(List<GateFinding> findings) {
    public GateReport {
        findings = List.copyOf(findings);
    }

    /// True when every gate was passed.
    public boolean approved() {
        return findings.stream().allMatch(GateFinding::passed);
    }

    /// APPROVED, or REJECTED with the gates that failed.
    public String verdict() {
        return approved()
                ? "APPROVED"
                : "REJECTED: "
                        + String.join(
                                "; ",
                                findings.stream()
                                        .filter(finding -> !finding.passed())
                                        .map(GateFinding::message)
                                        .toList());
    }
}
