package io.tidemark.cli.option;

import io.tidemark.model.manifest.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations on the command line as in manifests: 500ms, 30s, 5m, 1h, 7d.
public final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return Durations.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "Found '" + text + "', expected a duration such as 500ms, 30s, 5m, 1h or 7d."));
    }
}
