package io.tidemark.trainer.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/// What the stored values of a typed column mean: a Long, a Double, a String, a date or a time.
///
/// @param physical how they are stored
/// @param logical what the file says that they mean; null: just what is stored
record ParquetTypes(PrimitiveTypeName physical, @Nullable LogicalTypeAnnotation logical) {
    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

    static ParquetTypes of(PrimitiveType column) {
        return new ParquetTypes(column.getPrimitiveTypeName(), column.getLogicalTypeAnnotation());
    }

    Object ofInt(int value) {
        if (logical instanceof DateLogicalTypeAnnotation) {
            return LocalDate.ofEpochDay(value);
        }
        return logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()
                ? (Object) Integer.toUnsignedLong(value)
                : ofLong(value);
    }

    Object ofLong(long value) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return BigDecimal.valueOf(value, decimal.getScale()).doubleValue();
        }
        if (logical instanceof TimestampLogicalTypeAnnotation time) {
            Instant instant = Instant.EPOCH.plus(value, unit(time.getUnit()));
            return time.isAdjustedToUTC()
                    ? instant
                    : instant.atOffset(ZoneOffset.UTC).toLocalDateTime();
        }
        if (logical instanceof TimeLogicalTypeAnnotation time) {
            return LocalTime.MIDNIGHT.plus(value, unit(time.getUnit()));
        }
        boolean tooLarge = value < 0 && logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
        return tooLarge ? (Object) new BigInteger(Long.toUnsignedString(value)).doubleValue() : value;
    }

    Object ofBinary(Binary value) {
        if (physical == PrimitiveTypeName.INT96) {
            return julian(ByteBuffer.wrap(value.getBytes()).order(ByteOrder.LITTLE_ENDIAN));
        }
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale()).doubleValue();
        }
        if (logical instanceof Float16LogicalTypeAnnotation) {
            short bits = ByteBuffer.wrap(value.getBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getShort();
            return (double) Float.float16ToFloat(bits);
        }
        if (logical instanceof UUIDLogicalTypeAnnotation) {
            ByteBuffer bytes = ByteBuffer.wrap(value.getBytes());
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        }
        return physical == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                ? HexFormat.of().formatHex(value.getBytes())
                : value.toStringUsingUTF8();
    }

    /// Nanoseconds of the day, then the Julian day: how timestamps were once stored.
    private static Instant julian(ByteBuffer bytes) {
        long nanos = bytes.getLong();
        long day = bytes.getInt() - JULIAN_DAY_OF_EPOCH;
        return Instant.EPOCH.plus(day, ChronoUnit.DAYS).plusNanos(nanos);
    }

    private static ChronoUnit unit(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
    }
}
