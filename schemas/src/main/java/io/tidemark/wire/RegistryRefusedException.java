package io.tidemark.wire;

import org.apache.kafka.common.errors.SerializationException;

/// The registry answered and refused: credentials, an incompatible schema, a subject without the schema. Somebody has
/// to change the configuration or the schema.
public final class RegistryRefusedException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public RegistryRefusedException(String message) {
        super(message);
    }

    public RegistryRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
