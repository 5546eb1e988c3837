package io.tidemark.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewestRowsTest {
    @Test
    void ofTwoRevisionsTheHigherOneCountsInWhateverOrder() {
        NewestRows rows = new NewestRows(10);
        rows.add(row("a", 1, 1));
        rows.add(row("a", 1, 0));
        rows.add(row("b", 0, 0));
        rows.add(row("b", 0, 3));

        assertThat(rows.inOrder()).containsExactly(row("b", 0, 3), row("a", 1, 1));
        assertThat(rows.superseded()).isEqualTo(2);
        assertThat(rows.older()).isZero();
    }

    /// The naive twin: all rows, newest revision each, sorted, the last of them.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 100, 400, 500})
    void theNewestAreKeptWhateverTheOrderOfArrival(int limit) {
        Random random = new Random(limit);
        List<ServedRow> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int revisions = 1 + random.nextInt(3);
            long time = random.nextInt(150);
            for (int revision = 0; revision < revisions; revision++) {
                all.add(row("r" + i, time, revision));
            }
        }
        Map<String, ServedRow> newest = new HashMap<>();
        all.forEach(row -> newest.merge(row.requestId(), row, (a, b) -> a.revision() > b.revision() ? a : b));
        List<ServedRow> sorted =
                newest.values().stream().sorted(ServedRow.BY_TIME).toList();
        List<ServedRow> expected = sorted.subList(Math.max(0, sorted.size() - limit), sorted.size());

        for (int shuffle = 0; shuffle < 20; shuffle++) {
            Collections.shuffle(all, random);
            NewestRows rows = new NewestRows(limit);
            all.forEach(rows::add);

            assertThat(rows.inOrder()).isEqualTo(expected);
            assertThat(rows.inOrder().size() + rows.superseded() + rows.older()).isEqualTo(all.size());
        }
    }

    private static ServedRow row(String id, long time, int revision) {
        return new ServedRow(id, time, revision, 1.0, List.of());
    }
}
