package io.tidemark.trainer.foreign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UbjsonReaderTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "import");

    /// XGBoost wrote both files of the same model; numbers are compared as the 32-bit floats that it has.
    @ParameterizedTest
    @ValueSource(strings = {"xgboost-regression", "xgboost-binary", "xgboost-multiclass"})
    void theTreeIsThatOfTheJson(String name) throws IOException {
        JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(GOLDEN.resolve(name + ".json")));
        JsonNode ubjson = UbjsonReader.read(Files.readAllBytes(GOLDEN.resolve(name + ".ubj")));

        assertThat(same(json, ubjson, "")).isEmpty();
    }

    private static String same(JsonNode expected, JsonNode found, String path) {
        if (expected.isNumber() || expected.isBoolean()) {
            boolean isSame = expected.isBoolean()
                    ? expected.asBoolean() == found.asBoolean()
                    : (float) expected.asDouble() == (float) found.asDouble();
            return isSame ? "" : path + ": " + found + " for " + expected;
        }
        if (expected.size() != found.size() || expected.getNodeType() != found.getNodeType()) {
            return path + ": " + found.getNodeType() + " of " + found.size() + " for " + expected.getNodeType() + " of "
                    + expected.size();
        }
        if (expected.isValueNode()) {
            return expected.asText().equals(found.asText()) ? "" : path + ": " + found + " for " + expected;
        }
        for (int i = 0; i < expected.size() && expected.isArray(); i++) {
            String difference = same(expected.path(i), found.path(i), path + "/" + i);
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        for (var field : expected.properties()) {
            String difference = same(field.getValue(), found.path(field.getKey()), path + "/" + field.getKey());
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        return "";
    }

    @Test
    void everyKindOfValueIsRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBytes("[i\u00ffU\u00ffI");
            out.writeShort(-300);
            out.writeBytes("l");
            out.writeInt(-70_000);
            out.writeBytes("L");
            out.writeLong(1L << 40);
            out.writeBytes("d");
            out.writeFloat(0.1f);
            out.writeBytes("D");
            out.writeDouble(0.1);
            out.writeBytes(
                    "NTFZCxSU\u0002hiHi\u00031.5[#U\u0002TF[$i#U\u0003\u0001\u0002\u0003{#U\u0001U\u0001aT{U\u0001bZ}]");
        }

        assertThat(UbjsonReader.read(bytes.toByteArray()))
                .hasToString("[-1,255,-300,-70000,1099511627776,0.1,0.1,true,false,null,\"x\",\"hi\",\"1.5\","
                        + "[true,false],[1,2,3],{\"a\":true},{\"b\":null}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | truncated",
                "{ | truncated",
                "{U\u0005abc | 5 bytes, of which 3 are left",
                "{U\u0001aT | truncated",
                "{U\u0001aTU\u0001aF} | twice",
                "{TT} | expected one of an integer",
                "{$TU | an object of one type",
                "[$Z#U\u0003 | expected numbers",
                "[$[#U\u0003 | expected numbers",
                "[$d#l\u007f\u00ff\u00ff\u00ff | of which 0 bytes are left",
                "[#l\u007f\u00ff\u00ff\u00ff | of which 0 bytes are left",
                "[$dU\u0003 | expected '#'",
                "[#i\u00ff | a count of -1",
                "{L\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff | -1 bytes",
                "SU\u0001\u00ff | not UTF-8",
                "? | the marker '?'",
                "TT | 1 bytes behind the end"
            })
    void damagedBytesAreRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> UbjsonReader.read(text.getBytes(ISO_8859_1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void nestingIsBounded() {
        assertThatThrownBy(() -> UbjsonReader.read("[".repeat(1_000_000).getBytes(ISO_8859_1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("levels of nesting");
    }

    /// Whatever the bytes: a tree or a message, and never an error of the machine.
    @Test
    void anyBytesEndInATreeOrAMessage() throws IOException {
        byte[] whole = Files.readAllBytes(GOLDEN.resolve("xgboost-binary.ubj"));
        SplittableRandom random = new SplittableRandom(20260501);
        int read = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] altered = Arrays.copyOf(whole, whole.length - (i % 3 == 0 ? random.nextInt(whole.length) : 0));
            for (int flips = random.nextInt(4); flips > 0 && altered.length > 0; flips--) {
                altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            }
            try {
                UbjsonReader.read(altered);
                read++;
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).startsWith("The UBJSON cannot be read, at byte");
            }
        }
        assertThat(read).as("alterations that only change numbers").isBetween(100, 2_900);
    }
}
