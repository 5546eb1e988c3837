package io.confluent.kafka.schemaregistry.client.rest.exceptions;

import org.jspecify.annotations.NullMarked;

/// Stands for Confluent's class of this name: what its registry client throws when the registry answered with an error.
@NullMarked
public class RestClientException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int errorCode;

    public RestClientException(String message, int errorCode) {
        super(message + "; error code: " + errorCode);
        this.errorCode = errorCode;
    }

    public int getErrorCode() {
        return errorCode;
    }
}
