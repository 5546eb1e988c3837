package io.tidemark.trainer.data;

import java.nio.file.Path;

/// Data on this machine.
///
/// @param file CSV, JSON lines or Parquet
/// @param address where it came from
/// @param sha256 hash of the data as it came, unpacked; 64 lower-case hexadecimal digits
/// @param origin how it was got, in words for people
public record LocatedData(Path file, String address, String sha256, String origin) {}
