package io.tidemark.registry;

/// A bundle is larger than whoever asked for it takes.
public final class TooLargeException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /// @param found what was found, with its size and place
    /// @param maxBytes largest size that is taken, bytes
    public TooLargeException(String found, long maxBytes) {
        super("Found " + found + ", expected at most " + maxBytes + " bytes.");
    }
}
