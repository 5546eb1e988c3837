package io.tidemark.registry;

/// The registry cannot do what it was asked.
public sealed class RegistryException extends RuntimeException
        permits TooLargeException, RegistryUnavailableException, RegistryRefusedException {
    private static final long serialVersionUID = 1L;

    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
