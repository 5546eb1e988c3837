package io.tidemark.trainer.foreign;

import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.gates.GateReport;

/// What came of an import.
///
/// @param version the version in the registry, approved or refused
/// @param format what the file was
/// @param rows rows that were compared
/// @param gates what the gates say
public record ImportedModel(ModelVersion version, String format, int rows, GateReport gates) {}
