package io.tidemark.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.model.bundle.BundleException.Check;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BundleCodecTest {
    static Stream<ModelBundle> bundles() {
        return Stream.of(Bundles.regression(), Bundles.binary(), Bundles.logarithm(), Bundles.multiclass());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void bundleSurvivesItsFile(ModelBundle bundle) {
        byte[] file = BundleCodec.write(bundle);

        ModelBundle read = BundleCodec.read(file, Sha256.of(file));

        assertThat(read.descriptor()).isEqualTo(bundle.descriptor());
        assertThat(read.features()).isEqualTo(bundle.features());
        assertThat(read.pipeline().parameters()).isEqualTo(bundle.pipeline().parameters());
        assertThat(read.goldenRows()).isEqualTo(bundle.goldenRows());
        assertThat(read.profile()).isEqualTo(bundle.profile());
        assertThat(read.manifest()).isEqualTo(bundle.manifest());
        assertThat(BundleCodec.write(read)).isEqualTo(file);
        BundleVerifier.DEFAULT.verify(read, java.util.List.of());
    }

    @Test
    void equalBundlesGiveEqualBytes() {
        assertThat(BundleCodec.write(Bundles.regression())).isEqualTo(BundleCodec.write(Bundles.regression()));
    }

    @Test
    void anotherFileThanTheNamedOneIsRefusedBeforeItIsParsed() {
        byte[] file = "no bundle at all".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> BundleCodec.read(file, "0".repeat(64)))
                .isInstanceOfSatisfying(
                        BundleException.class, e -> assertThat(e.check()).isEqualTo(Check.SHA256))
                .hasMessageContaining("expected " + "0".repeat(64));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyPartIsNeeded(ModelBundle bundle) {
        SortedMap<String, byte[]> parts = BundleFile.read(BundleCodec.write(bundle));
        assertThat(parts).hasSize(9);
        for (String name : parts.keySet()) {
            Map<String, byte[]> fewer = new TreeMap<>(parts);
            fewer.remove(name);

            assertThat(refusal(fewer)).hasMessageContaining("expected " + name);
        }
    }

    static Stream<Arguments> partsThatDoNotFit() {
        return Stream.of(
                Arguments.of("bundle.json", "\"REGRESSION\"", "\"BINARY\"", Check.FORMAT),
                Arguments.of("bundle.json", "\"REGRESSION\"", "\"MAGIC\"", Check.FORMAT),
                Arguments.of("bundle.json", "\"toy\"", "null", Check.FORMAT),
                Arguments.of("bundle.json", "\"model\" : \"toy\",", "", Check.FORMAT),
                Arguments.of("bundle.json", "\"model\"", "\"modell\"", Check.FORMAT),
                Arguments.of("features.json", "\"inland\"", "\"island\"", Check.FEATURE_SIGNATURE),
                Arguments.of("features.json", "\"pool\"", "\"Pool\"", Check.FEATURE_SIGNATURE),
                Arguments.of("features.json", "\"boolean\"", "\"number\"", Check.FORMAT),
                Arguments.of("features.json", "\"boolean\"", "\"java.lang.Runtime\"", Check.FORMAT),
                Arguments.of("features.json", "\"coast\", ", "", Check.FORMAT),
                Arguments.of("pipeline.json", "\"cluster\"", "\"number\"", Check.FORMAT),
                Arguments.of("pipeline.json", "7.0", "\"NaN\"", Check.FORMAT),
                Arguments.of("pipeline.json", "0.25", "\"Infinity\"", Check.FORMAT),
                Arguments.of("pipeline.json", "\"column\" : 2", "\"column\" : 3", Check.FORMAT),
                Arguments.of("pipeline.json", "\"column\" : 2", "\"column\" : null", Check.FORMAT),
                Arguments.of("pipeline.json", "\"fills\" : [ 3.0, ", "\"fills\" : [ ", Check.FORMAT),
                Arguments.of("pipeline.json", "\"rooms_per_region\"", "\"ratio\"", Check.FEATURE_SIGNATURE),
                Arguments.of("golden-rows.json", "[ {", "[ null, {", Check.FORMAT),
                Arguments.of("golden-rows.json", "21.0", "null", Check.FORMAT),
                Arguments.of("golden-rows.json", "} ]", "} ] []", Check.FORMAT));
    }

    @ParameterizedTest
    @MethodSource("partsThatDoNotFit")
    void partsThatDoNotFitTogetherAreRefused(String part, String from, String to, Check check) {
        SortedMap<String, byte[]> parts = BundleFile.read(BundleCodec.write(Bundles.regression()));
        String text = new String(parts.getOrDefault(part, new byte[0]), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        parts.put(
                part, text.replaceFirst(java.util.regex.Pattern.quote(from), to).getBytes(StandardCharsets.UTF_8));

        assertThat(refusal(parts).check()).isEqualTo(check);
    }

    static Stream<Arguments> classesThatDoNotFit() {
        return Stream.of(
                Arguments.of("bundle.json", "\"MULTICLASS\"", "\"REGRESSION\"", "3 classes"),
                Arguments.of("bundle.json", "\"MULTICLASS\"", "\"BINARY\"", "3 classes"),
                Arguments.of("bundle.json", "\"low\", ", "", "2 classes"),
                Arguments.of("bundle.json", "\"low\"", "\"lower\", \"low\"", "a kernel of 3 margins, expected 4"),
                Arguments.of("bundle.json", "\"low\"", "\"high\"", "each name once"),
                Arguments.of("bundle.json", "\"SOFTMAX\"", "\"EXP\"", "the link EXP of 3 margins"));
    }

    @ParameterizedTest
    @MethodSource("classesThatDoNotFit")
    void classesThatDoNotFitTheKernelAreRefused(String part, String from, String to, String reason) {
        SortedMap<String, byte[]> parts = BundleFile.read(BundleCodec.write(Bundles.multiclass()));
        String text = new String(parts.getOrDefault(part, new byte[0]), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        parts.put(
                part, text.replaceFirst(java.util.regex.Pattern.quote(from), to).getBytes(StandardCharsets.UTF_8));

        assertThat(refusal(parts)).hasMessageContaining(reason);
    }

    /// The profile of answers and the golden rows are of scores; the descriptor and the kernel of classes.
    @ParameterizedTest
    @CsvSource({"profile.bin, a profile of answers", "golden-rows.json, a golden row of 0 probabilities"})
    void partsOfAModelOfOneScoreAreRefusedInOneOfClasses(String part, String reason) {
        SortedMap<String, byte[]> parts = BundleFile.read(BundleCodec.write(Bundles.multiclass()));
        parts.put(part, BundleFile.read(BundleCodec.write(Bundles.regression())).getOrDefault(part, new byte[0]));

        assertThat(refusal(parts)).hasMessageContaining(reason);
    }

    /// A whole file with its own hashes, but parts that nobody would write.
    @ParameterizedTest
    @CsvSource({
        "bundle.json",
        "features.json",
        "pipeline.json",
        "imputation.bin",
        "kernel.bin",
        "golden-rows.json",
        "profile.bin"
    })
    void alteredPartsAreRefusedOrStillABundle(String part) {
        ModelBundle whole = part.equals("kernel.bin") ? Bundles.multiclass() : Bundles.regression();
        SortedMap<String, byte[]> parts = BundleFile.read(BundleCodec.write(whole));
        byte[] content = parts.getOrDefault(part, new byte[0]);
        SplittableRandom random = new SplittableRandom(part.hashCode());
        int refused = 0;
        for (int i = 0; i < 800; i++) {
            byte[] altered =
                    i % 4 == 0 ? java.util.Arrays.copyOf(content, random.nextInt(content.length)) : content.clone();
            for (int flips = random.nextInt(3); flips >= 0 && altered.length > 0; flips--) {
                altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            }
            parts.put(part, altered);
            byte[] file = BundleFile.write(parts);
            try {
                ModelBundle read = BundleCodec.read(file);
                new WarmUp(1, java.time.Duration.ofMinutes(1))
                        .run(read, read.newExplainer(), java.util.List.of(), java.util.List.of());
            } catch (BundleException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    private static BundleException refusal(Map<String, byte[]> parts) {
        byte[] file = BundleFile.write(parts);
        BundleException refusal = catchThrowableOfType(BundleException.class, () -> BundleCodec.read(file));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }
}
