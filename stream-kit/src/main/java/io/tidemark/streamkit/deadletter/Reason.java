package io.tidemark.streamkit.deadletter;

/// Why a record could not be processed; the names are stable codes in dead letters and metrics.
public enum Reason {
    /// The record has no value.
    NULL_VALUE(false),
    /// The bytes are not a record of the topic's kind.
    MALFORMED(false),
    /// The schema registry does not know the schema id.
    UNKNOWN_SCHEMA(true),
    /// The record is larger than the service accepts.
    TOO_LARGE(false),
    /// A timestamp lies too far in the future, or before any calendar.
    TIMESTAMP_OUT_OF_RANGE(false),
    /// A field that has to be filled is not, for example the request id.
    INVALID_FIELD(false),
    /// Its deadline had passed when it was its turn.
    EXPIRED(true),
    /// No version of the model serves.
    UNKNOWN_MODEL(true),
    /// A required feature has no value.
    MISSING_FEATURE(false),
    /// A value is of another type than the manifest says.
    WRONG_TYPE(false),
    /// A value is NaN or infinite.
    NOT_FINITE(false),
    /// A value lies outside the manifest's range.
    OUT_OF_RANGE(false),
    /// A category is not listed in the manifest.
    UNKNOWN_CATEGORY(false),
    /// As many records as are kept wait for another one already.
    TOO_MANY(true),
    /// Nobody could be told of it: a sink refused the message for good, or was away for too long.
    UNDELIVERABLE(false),
    /// The code failed on this record.
    PROCESSING_FAILED(true);

    private final boolean redrivable;

    Reason(boolean redrivable) {
        this.redrivable = redrivable;
    }

    /// True when another version of the model might have answered: the reason lies in what this one makes of the
    /// values, not in the record or in the state of the service.
    public boolean dependsOnVersion() {
        return switch (this) {
            case MISSING_FEATURE, WRONG_TYPE, NOT_FINITE, OUT_OF_RANGE, UNKNOWN_CATEGORY, PROCESSING_FAILED -> true;
            case NULL_VALUE,
                    MALFORMED,
                    UNKNOWN_SCHEMA,
                    TOO_LARGE,
                    TIMESTAMP_OUT_OF_RANGE,
                    INVALID_FIELD,
                    EXPIRED,
                    UNKNOWN_MODEL,
                    TOO_MANY,
                    UNDELIVERABLE -> false;
        };
    }

    /// True when sending the record again can succeed: unchanged, but without a deadline that has passed.
    public boolean redrivable() {
        return redrivable;
    }
}
