package io.tidemark.model.manifest;

import java.util.Optional;

/// Where the base data of a model comes from.
///
/// @param source address of the data
/// @param sha256 what the downloaded file has to hash to, 64 hexadecimal digits; empty: unchecked
/// @param member file inside an archive (tar, tar.gz, zip); empty: the only data file there is
/// @param maxRows most rows that a run uses; of more, a uniform sample
/// @param id column that identifies a row; empty: rows are counted
/// @param entity column of what a row is about; empty: rows have none
/// @param eventTime column of when a row was, by which views are joined; empty: rows have no time
public record DataSpec(
        DataSource source,
        Optional<String> sha256,
        Optional<String> member,
        int maxRows,
        Optional<String> id,
        Optional<String> entity,
        Optional<String> eventTime) {}
