package io.tidemark.feedback.terms;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.manifest.Range;
import io.tidemark.streamkit.deadletter.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelCodeTest {
    private final LabelCode price = new LabelCode.OfNumber(new Range(0, 100));
    private final LabelCode digits = new LabelCode.OfClass(List.of("0", "1"));
    private final LabelCode words = new LabelCode.OfClass(List.of("no", "yes"));
    private final LabelCode flags = new LabelCode.OfClass(List.of("false", "true"));

    @Test
    void numbersAreThemselves() {
        assertThat(price.read(7L)).isEqualTo(new LabelReading.Code(7));
        assertThat(price.read(7.5)).isEqualTo(new LabelReading.Code(7.5));
        assertThat(price.read(100L)).isEqualTo(new LabelReading.Code(100));
    }

    @Test
    void classesAreTheirIndexHoweverTheyAreWritten() {
        assertThat(digits.read(1L)).isEqualTo(new LabelReading.Code(1));
        assertThat(digits.read(1.0)).isEqualTo(new LabelReading.Code(1));
        assertThat(digits.read("1")).isEqualTo(new LabelReading.Code(1));
        assertThat(words.read("no")).isEqualTo(new LabelReading.Code(0));
        assertThat(flags.read(true)).isEqualTo(new LabelReading.Code(1));
    }

    @Test
    void whatCannotBeIsRefusedWithAReason() {
        assertThat(reason(price.read("7"))).isEqualTo(Reason.WRONG_TYPE);
        assertThat(reason(price.read(true))).isEqualTo(Reason.WRONG_TYPE);
        assertThat(reason(price.read(Double.NaN))).isEqualTo(Reason.NOT_FINITE);
        assertThat(reason(digits.read(Double.NEGATIVE_INFINITY))).isEqualTo(Reason.NOT_FINITE);
        assertThat(reason(price.read(100.5))).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(reason(digits.read(2L))).isEqualTo(Reason.UNKNOWN_CATEGORY);
        assertThat(reason(digits.read(0.5))).isEqualTo(Reason.UNKNOWN_CATEGORY);
        assertThat(reason(words.read("YES"))).isEqualTo(Reason.UNKNOWN_CATEGORY);
        assertThat(reason(words.read(true))).isEqualTo(Reason.WRONG_TYPE);
        assertThat(words.read("x".repeat(500)))
                .isInstanceOfSatisfying(
                        LabelReading.Fault.class,
                        fault -> assertThat(fault.message())
                                .hasSizeLessThan(120)
                                .contains("expected one of the classes no, yes"));
    }

    @Test
    void unknownTermsRefuseNothingFiniteAndMeasureNothing() {
        LabelCode unknown = new LabelCode.Unknown();
        assertThat(unknown.read("anything")).isInstanceOf(LabelReading.Code.class);
        assertThat(reason(unknown.read(Double.NaN))).isEqualTo(Reason.NOT_FINITE);
        assertThat(VersionTerms.UNKNOWN.measure(7.0)).isNaN();
    }

    private static Reason reason(LabelReading reading) {
        return ((LabelReading.Fault) reading).reason();
    }
}
