package io.tidemark.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LossSumsTest {
    @Test
    void orderAndPartitionsDoNotShow() {
        Random random = new Random(7);
        double[] losses = random.doubles(1_000).toArray();
        PairedSums forwards = new PairedSums();
        PairedSums first = new PairedSums();
        PairedSums second = new PairedSums();
        for (int i = 0; i < losses.length; i++) {
            double other = losses[losses.length - 1 - i];
            forwards.add(losses[i], other);
            (i % 3 == 0 ? first : second).add(losses[losses.length - 1 - i], losses[i]);
        }
        second.merge(first);

        assertThat(bytes(second)).isEqualTo(bytes(forwards));
    }

    @Test
    void bytesHoldEverything() {
        PairedSums sums = new PairedSums();
        sums.add(0.1, 0.7);
        sums.add(1, 0);

        PairedSums read = PairedSums.readFrom(new StateReader(bytes(sums)));

        assertThat(read.comparison()).isEqualTo(sums.comparison());
        assertThat(read.comparison().challenger()).isEqualTo(new LossTotals(2, 1.1, 1.01));
    }

    private static byte[] bytes(PairedSums sums) {
        StateWriter out = new StateWriter();
        sums.writeTo(out);
        return out.toBytes();
    }
}
