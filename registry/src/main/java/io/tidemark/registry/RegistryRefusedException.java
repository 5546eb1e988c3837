package io.tidemark.registry;

/// The registry answers, and says no: asking again does not help.
public final class RegistryRefusedException extends RegistryException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /// @param code the registry's own name of the reason, for example `RESOURCE_DOES_NOT_EXIST`
    public RegistryRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    /// Whether what was asked for is not there.
    public boolean isNotFound() {
        return code.equals("RESOURCE_DOES_NOT_EXIST");
    }

    /// The registry's own name of the reason.
    public String code() {
        return code;
    }
}
