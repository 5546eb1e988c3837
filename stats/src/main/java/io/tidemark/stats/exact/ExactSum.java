package io.tidemark.stats.exact;

import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import org.apache.commons.numbers.core.DD;

/// The exact sum of any number of finite doubles.
///
/// All bits from the smallest to the largest double are kept, as a number of 67 digits in base 2^32, each in a `long`
/// with room for carries: what R. Neal calls a small superaccumulator ("Fast exact summation using small and large
/// superaccumulators", 2015). Adding is a handful of integer operations and never rounds. Therefore addition here is
/// associative and commutative: streams, partitions and restarts in any order end in the same bits.
///
/// One sum takes 600 bytes in memory, and 20 to 40 as bytes.
public final class ExactSum {
    private static final int DIGIT_BITS = 32;
    private static final long DIGIT_MASK = 0xffff_ffffL;

    /// Weight of the lowest bit of digit 0 is 2^-1075: one below the smallest double, so that the exponent field of a
    /// normal double is the position of its lowest bit.
    private static final int LOWEST_EXPONENT = -1075;

    private static final int EXPONENT_MASK = 0x7ff;
    private static final int MANTISSA_BITS = 52;
    private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;

    /// 2046 + 53 bits need 66 digits; one more is signed and takes the carries of 2^43 terms of any size.
    private static final int DIGITS = 67;

    /// A term adds less than 2^53 to a digit, which starts below 2^32: after 2^10 terms it is still below 2^63.
    private static final int TERMS_BETWEEN_CARRIES = 1 << 10;

    /// More digits than a double has: rounding to them first does not show in it.
    private static final MathContext ROUNDED_ONCE = new MathContext(40);

    private final long[] digits = new long[DIGITS];
    private int termsUntilCarry = TERMS_BETWEEN_CARRIES;

    /// Adds a finite number.
    ///
    /// @throws IllegalArgumentException for NaN and infinities
    public void add(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> MANTISSA_BITS) & EXPONENT_MASK;
        long mantissa = bits & MANTISSA_MASK;
        if (exponent == 0) {
            if (mantissa == 0) {
                return;
            }
            exponent = 1;
        } else if (exponent == EXPONENT_MASK) {
            throw new IllegalArgumentException("Found " + value + ", expected a finite number.");
        } else {
            mantissa |= 1L << MANTISSA_BITS;
        }
        int digit = exponent / DIGIT_BITS;
        int shift = exponent % DIGIT_BITS;
        long low = (mantissa << shift) & DIGIT_MASK;
        long high = mantissa >>> (DIGIT_BITS - shift);
        long sign = bits >> (Long.SIZE - 1);
        digits[digit] += (low ^ sign) - sign;
        digits[digit + 1] += (high ^ sign) - sign;
        if (--termsUntilCarry == 0) {
            carry();
        }
    }

    /// Adds the product of two numbers without rounding it.
    ///
    /// Exact unless the product leaves the range of a double or its last bit lies below 2^-1074.
    public void addProduct(double left, double right) {
        double product = left * right;
        add(product);
        add(Math.fma(left, right, -product));
    }

    /// Adds all that the other sum holds.
    public void merge(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < DIGITS; i++) {
            digits[i] += other.digits[i];
        }
        carry();
    }

    /// Takes back all that the other sum holds: exactly undoes [#merge].
    public void subtract(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < DIGITS; i++) {
            digits[i] -= other.digits[i];
        }
        carry();
    }

    /// The sum, rounded once to the nearest double; infinite when it lies beyond the largest one.
    public double value() {
        carry();
        boolean negative = isNegative();
        double magnitude = roundMagnitude(negative ? negated() : digits);
        return negative ? -magnitude : magnitude;
    }

    /// The sum to twice the precision of a double: its nearest double, and the nearest one of the rest.
    ///
    /// Requires the sum to lie within the range of a double.
    public DD valueDD() {
        double high = value();
        ExactSum rest = copy();
        rest.add(-high);
        return DD.ofSum(high, rest.value());
    }

    /// The sum without rounding.
    public BigDecimal exactValue() {
        carry();
        boolean negative = isNegative();
        long[] magnitude = negative ? negated() : digits;
        int low = lowestDigit(magnitude);
        if (low == DIGITS) {
            return BigDecimal.ZERO;
        }
        BigInteger whole = BigInteger.ZERO;
        for (int i = highestDigit(magnitude); i >= low; i--) {
            whole = whole.shiftLeft(DIGIT_BITS).or(BigInteger.valueOf(magnitude[i]));
        }
        BigInteger signed = negative ? whole.negate() : whole;
        int exponent = LOWEST_EXPONENT + DIGIT_BITS * low;
        return exponent >= 0
                ? new BigDecimal(signed.shiftLeft(exponent))
                // n / 2^k = n 5^k / 10^k
                : new BigDecimal(signed.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent);
    }

    /// The sum of squared distances of `count` numbers from their mean, rounded once: sum of squares - sum^2 / count.
    ///
    /// However far the numbers lie from 0, no digit is lost.
    ///
    /// @param sum the sum of the numbers
    /// @param squares the sum of their squares
    /// @param count how many numbers there are, 1 or more
    public static double squaresAboutMean(ExactSum sum, ExactSum squares, long count) {
        BigDecimal total = sum.exactValue();
        BigDecimal numbers = BigDecimal.valueOf(count);
        return squares.exactValue()
                .multiply(numbers)
                .subtract(total.multiply(total))
                .divide(numbers, ROUNDED_ONCE)
                .doubleValue();
    }

    public ExactSum copy() {
        ExactSum copy = new ExactSum();
        copy.merge(this);
        return copy;
    }

    /// Writes the sum so that equal sums have equal bytes.
    public void writeTo(StateWriter out) {
        carry();
        boolean negative = isNegative();
        long[] magnitude = negative ? negated() : digits;
        int low = lowestDigit(magnitude);
        if (low == DIGITS) {
            out.writeCount(0);
            return;
        }
        int high = highestDigit(magnitude);
        out.writeCount(2L * (high - low + 1) + (negative ? 1 : 0));
        out.writeCount(low);
        for (int i = low; i <= high; i++) {
            out.writeInt((int) magnitude[i]);
        }
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws CorruptStateException when it cannot have been written by it
    public static ExactSum readFrom(StateReader in) {
        ExactSum sum = new ExactSum();
        int header = in.readCount(2 * DIGITS + 1, "header of a sum");
        int length = header / 2;
        if (length == 0) {
            return sum;
        }
        int low = in.readCount(DIGITS - length, "lowest digit of a sum");
        for (int i = low; i < low + length; i++) {
            sum.digits[i] = in.readInt() & DIGIT_MASK;
        }
        if (sum.digits[DIGITS - 1] > Integer.MAX_VALUE) {
            throw new CorruptStateException("Found a sum beyond 2^1068, expected one of doubles.");
        }
        if (header % 2 == 1) {
            System.arraycopy(sum.negated(), 0, sum.digits, 0, DIGITS);
        }
        return sum;
    }

    /// Equal sums are equal, whatever they were added up from.
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ExactSum that)) {
            return false;
        }
        carry();
        that.carry();
        return Arrays.equals(digits, that.digits);
    }

    @Override
    public int hashCode() {
        carry();
        return Arrays.hashCode(digits);
    }

    @Override
    public String toString() {
        return Double.toString(value());
    }

    /// Brings all digits but the top one into 0 to 2^32-1: the one form in which a sum can be written.
    private void carry() {
        carry(digits);
        termsUntilCarry = TERMS_BETWEEN_CARRIES;
    }

    private static void carry(long[] digits) {
        for (int i = 0; i < DIGITS - 1; i++) {
            digits[i + 1] += digits[i] >> DIGIT_BITS;
            digits[i] &= DIGIT_MASK;
        }
    }

    /// After a carry, the top digit carries the sign.
    private boolean isNegative() {
        return digits[DIGITS - 1] < 0;
    }

    private long[] negated() {
        long[] negated = new long[DIGITS];
        for (int i = 0; i < DIGITS; i++) {
            negated[i] = -digits[i];
        }
        carry(negated);
        return negated;
    }

    /// Index of the lowest digit that is not 0; the number of digits when all are.
    private static int lowestDigit(long[] magnitude) {
        int low = 0;
        while (low < DIGITS && magnitude[low] == 0) {
            low++;
        }
        return low;
    }

    private static int highestDigit(long[] magnitude) {
        int top = DIGITS - 1;
        while (top > 0 && magnitude[top] == 0) {
            top--;
        }
        return top;
    }

    /// Rounds to nearest, ties to even: the top 64 bits with a sticky last bit decide.
    private static double roundMagnitude(long[] magnitude) {
        int top = highestDigit(magnitude);
        long first = magnitude[top];
        if (first == 0) {
            return 0;
        }
        int unused = Long.numberOfLeadingZeros(first) - DIGIT_BITS;
        long second = digitAt(magnitude, top - 1);
        long third = digitAt(magnitude, top - 2);
        // 96 bits in a row; the top 64 of them from the first set bit on.
        long window = (first << (DIGIT_BITS + unused)) | (second << unused) | (third >>> (DIGIT_BITS - unused));
        boolean sticky = (third << unused & DIGIT_MASK) != 0;
        for (int i = top - 3; i >= 0 && !sticky; i--) {
            sticky = magnitude[i] != 0;
        }
        // Eleven bits too many, of which the last one stands for all that follow: 53 are left after rounding.
        long kept = window >>> 11;
        long rest = (window & 0x7ff) << 1 | (sticky ? 1 : 0);
        if (rest > 0x800 || (rest == 0x800 && (kept & 1) == 1)) {
            kept++;
        }
        int exponent = LOWEST_EXPONENT + DIGIT_BITS * top + DIGIT_BITS - unused - 53;
        return Math.scalb((double) kept, exponent);
    }

    private static long digitAt(long[] magnitude, int index) {
        return index < 0 ? 0 : magnitude[index];
    }
}
