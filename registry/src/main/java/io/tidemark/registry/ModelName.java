package io.tidemark.registry;

import java.util.regex.Pattern;

/// What a model may be called: its name becomes a folder and a part of addresses.
public final class ModelName {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private ModelName() {}

    /// Whether a model may be called so.
    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }

    /// Refuses other names.
    ///
    /// @throws RegistryException when no model may be called so
    public static String require(String name) {
        if (!isValid(name)) {
            throw new RegistryException(
                    "Found the model name '" + name + "', expected letters, digits, hyphens and underscores.");
        }
        return name;
    }
}
