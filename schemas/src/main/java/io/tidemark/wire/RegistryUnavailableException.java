package io.tidemark.wire;

import org.apache.kafka.common.errors.RetriableException;

/// The registry did not answer. Says nothing about the record: wait and try again, never give the record up.
public final class RegistryUnavailableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message) {
        super(message);
    }

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
