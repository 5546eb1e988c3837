package io.tidemark.trainer.data;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// When a row was, as a number that orders rows: a number as it is, a date or time as milliseconds since 1970-01-01
/// UTC.
final class RowTime {
    private RowTime() {}

    /// The time of a cell; empty when it holds none.
    static OptionalDouble of(@Nullable Object cell) {
        return switch (cell) {
            case null -> OptionalDouble.empty();
            case Number number -> finite(number.doubleValue());
            default -> ofText(cell.toString().strip());
        };
    }

    private static OptionalDouble ofText(String text) {
        try {
            return finite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return ofIso(text.replace(' ', 'T'));
        }
    }

    private static OptionalDouble ofIso(String text) {
        try {
            return OptionalDouble.of((double) instant(text).toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalDouble.empty();
        }
    }

    private static Instant instant(String text) {
        if (!text.contains("T")) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        boolean zoned = text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:?\\d\\d$");
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
