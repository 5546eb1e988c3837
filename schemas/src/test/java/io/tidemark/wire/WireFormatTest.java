package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 65_536, 16_777_216, Integer.MAX_VALUE})
    void anIdIsReadAsItWasWritten(int id) {
        byte[] record = new byte[8];
        WireFormat.writeHeader(record, id);

        assertThat(WireFormat.schemaId(record)).isEqualTo(id);
    }
}
