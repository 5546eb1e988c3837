package io.tidemark.registry;

import java.time.Instant;
import java.util.Map;

/// One version of a model.
///
/// @param model name of the model
/// @param version counted from 1
/// @param runId training run that made it
/// @param bundleSha256 SHA-256 of its bundle, 64 lower-case hexadecimal digits
/// @param approved true when all gates passed
/// @param registeredAt when it was registered
/// @param metrics metrics on the test rows by name
/// @param tags what else is known
public record ModelVersion(
        String model,
        int version,
        String runId,
        String bundleSha256,
        boolean approved,
        Instant registeredAt,
        Map<String, Double> metrics,
        Map<String, String> tags) {}
