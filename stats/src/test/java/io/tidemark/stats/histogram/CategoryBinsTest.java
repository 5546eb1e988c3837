package io.tidemark.stats.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoryBinsTest {
    private final CategoryBins bins = new CategoryBins(3);

    @Test
    void eachCodeHasItsBin() {
        assertThat(bins.binOf(0)).isZero();
        assertThat(bins.binOf(-0.0)).isZero();
        assertThat(bins.binOf(2)).isEqualTo(2);
        assertThat(bins.label(2)).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 3, 0.5, -7.25, 1e300, Double.MIN_VALUE, 4.0e9, -4.0e9})
    void everyOtherNumberIsUnseen(double code) {
        assertThat(bins.binOf(code)).isEqualTo(bins.unseen()).isEqualTo(3);
        assertThat(bins.label(3)).isEqualTo("unseen");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsMissing(double code) {
        assertThat(bins.binOf(code)).isEqualTo(bins.missing()).isEqualTo(4);
        assertThat(bins.label(4)).isEqualTo("missing");
    }

    @Test
    void withoutCategoriesAllAreUnseen() {
        assertThat(new CategoryBins(0).binOf(0)).isZero();
        assertThat(new CategoryBins(0).unseen()).isZero();
        assertThatThrownBy(() -> new CategoryBins(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
