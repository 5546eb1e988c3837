package io.tidemark.trainer.data;

import io.tidemark.model.bundle.BundleDescriptor.Replay;
import java.nio.file.Path;
import java.util.Optional;

/// Data on this machine.
///
/// @param file CSV, JSON lines or Parquet
/// @param address where it came from
/// @param sha256 hash of the data as it came, unpacked; 64 lower-case hexadecimal digits
/// @param origin how it was got, in words for people
/// @param replayed which part of the log it is; empty: none, it came from somewhere else
public record LocatedData(Path file, String address, String sha256, String origin, Optional<Replayed> replayed) {
    public LocatedData(Path file, String address, String sha256, String origin) {
        this(file, address, sha256, origin, Optional.empty());
    }

    /// The same data in another file.
    LocatedData in(Path other) {
        return new LocatedData(other, address, sha256, origin, replayed);
    }

    /// The same data under another address.
    public LocatedData at(String other) {
        return new LocatedData(file, other, sha256, origin, replayed);
    }

    /// The same data with more in it: its hash is another.
    public LocatedData withSha256(String other) {
        return new LocatedData(file, address, other, origin, replayed);
    }

    /// A part of the log.
    ///
    /// @param replay topic, window and offsets
    /// @param counts what was read and left out
    public record Replayed(Replay replay, ReplayCounts counts) {}
}
