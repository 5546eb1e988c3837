package io.tidemark.trainer.foreign;

import io.tidemark.trainer.gates.GateReport;
import java.util.Map;

/// A model of another tool as a bundle, judged.
///
/// @param format what the file was
/// @param rows rows that were compared
/// @param bundle bytes of the bundle
/// @param bundleSha256 their SHA-256
/// @param sourceSha256 SHA-256 of the other tool's file
/// @param gates what the gates say
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record ConvertedModel(
        String format, int rows, byte[] bundle, String bundleSha256, String sourceSha256, GateReport gates) {

    /// What is to be known of where a version comes from.
    public Map<String, String> tags() {
        return Map.of("imported_from", format, "imported_sha256", sourceSha256, "verdict", gates.verdict());
    }
}
