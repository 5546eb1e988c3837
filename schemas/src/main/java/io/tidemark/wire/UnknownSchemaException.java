package io.tidemark.wire;

import org.apache.kafka.common.errors.RetriableException;

/// The registry answered, and knows no schema of this id. Retriable: the producer's registration may not have arrived
/// yet. A reader that has waited long enough makes a dead letter of the record that can be sent again.
public final class UnknownSchemaException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public UnknownSchemaException(int schemaId, String registry) {
        super("Schema id " + schemaId + " is unknown to the registry at " + registry
                + ": the record was written against another registry, or its schema was deleted there.");
    }

    UnknownSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
