package io.tidemark.wire;

import org.apache.kafka.common.errors.SerializationException;

/// Bytes that are not a record of the expected kind. Trying again cannot help: the record is a dead letter.
public final class MalformedRecordException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public MalformedRecordException(String message) {
        super(message);
    }

    public MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
