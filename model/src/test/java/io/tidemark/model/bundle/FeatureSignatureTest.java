package io.tidemark.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.FeatureSpec.Unseen;
import io.tidemark.model.manifest.Range;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureSignatureTest {
    private static final FeatureSpec A = number("a", Range.ALL);
    private static final FeatureSpec C = category("c", "x", "y");

    @Test
    void whatTheModelSeesIsSigned() {
        List<String> signatures = List.of(
                of(List.of(A, C), "a", "c=x", "c=y"),
                of(List.of(C, A), "a", "c=x", "c=y"),
                of(List.of(A, C), "a", "c=y", "c=x"),
                of(List.of(A), "a", "c=x", "c=y"),
                of(List.of(A, category("c", "y", "x")), "a", "c=x", "c=y"),
                of(List.of(A, category("c", "x,y")), "a", "c=x", "c=y"),
                of(List.of(A, category("c", "x", "y", "z")), "a", "c=x", "c=y"),
                of(List.of(new BooleanFeature("a", false), C), "a", "c=x", "c=y"),
                of(List.of(number("b", Range.ALL), C), "a", "c=x", "c=y"),
                of(List.of(A, C), "a", "c=xc=y"),
                of(List.of(A, C), "a 3:c=x", "c=y"));
        Set<String> different = new HashSet<>(signatures);

        assertThat(different).hasSameSizeAs(signatures);
        assertThat(signatures).allSatisfy(signature -> assertThat(signature).matches("[0-9a-f]{64}"));
    }

    @Test
    void whatTheModelDoesNotSeeIsNot() {
        FeatureSpec other = new NumberFeature("a", true, "USD", new Range(0, 1), Optional.of(new Range(0, 1)), true);

        assertThat(of(List.of(other, C), "a")).isEqualTo(of(List.of(A, C), "a"));
        assertThat(of(List.of(A, new CategoryFeature("c", true, List.of("x", "y"), Unseen.REJECT)), "a"))
                .isEqualTo(of(List.of(A, C), "a"));
    }

    private static String of(List<FeatureSpec> features, String... inputs) {
        return FeatureSignature.of(features, List.of(inputs));
    }

    private static FeatureSpec number(String name, Range range) {
        return new NumberFeature(name, false, "", range, Optional.empty(), false);
    }

    private static FeatureSpec category(String name, String... categories) {
        return new CategoryFeature(name, false, List.of(categories), Unseen.ACCEPT);
    }
}
