package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Task;
import io.tidemark.feedback.quality.ClassRow;
import io.tidemark.feedback.quality.Place;
import io.tidemark.feedback.quality.QualityRow;
import io.tidemark.feedback.quality.QualityRow.Change;
import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.terms.Segments.Segment;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class RowJournalTest {
    private static final Line LINE = new Line("homes", 1, FeedbackRig.SHA, "champion", Task.REGRESSION);
    private static final Place PLACE =
            new Place(List.of(Segment.ALL, new Segment("region", "coast")), 1_767_571_200_000L, 0.5);

    private final KeyValueStore<Long, byte[]> rows = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("rows"), Serdes.Long(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    RowJournalTest() {
        rows.init(new MockProcessorContext<>().getStateStoreContext(), rows);
    }

    private RowJournal journal() {
        return new RowJournal(rows, FeedbackRig.source(FeedbackRig.manifest(FeedbackRig.MANIFEST)));
    }

    @Test
    void rowsComeBackInTheirOrderAlsoAfterARestart() {
        List<QualityRow> written = List.of(
                new QualityRow(LINE, PLACE, new Change.Predicted(0.25, Double.NaN)),
                new QualityRow(LINE, PLACE, new Change.Labelled(90, 100, 7)),
                new QualityRow(LINE, PLACE, new Change.Relabelled(90, Double.NaN, 100)),
                new QualityRow(LINE, PLACE, new Change.LabelledClass(new ClassRow(3, 2, 1, 0.25), 7)),
                new QualityRow(
                        LINE,
                        PLACE,
                        new Change.RelabelledClass(Optional.empty(), Optional.of(new ClassRow(3, 0, 1, 0.5)))),
                new QualityRow(LINE, PLACE, new Change.Expired()));
        written.subList(0, 2).forEach(journal()::append);
        written.subList(2, 6).forEach(journal()::append);
        assertThat(journal().take()).isEqualTo(written);
        assertThat(journal().take()).isEmpty();
    }

    @Test
    void manyRowsLieInFewChunksWhichAreGoneOnceTheyAreTaken() {
        List<QualityRow> written = new ArrayList<>();
        RowJournal before = journal();
        for (int i = 0; i < 100; i++) {
            Place place = i % 7 == 0 ? new Place(List.of(Segment.ALL), 6_000L * i, 0.5) : PLACE;
            written.add(new QualityRow(LINE, place, new Change.Labelled(i, 100, i)));
            before.append(written.getLast());
        }
        assertThat(rows.approximateNumEntries()).isEqualTo(4);
        RowJournal after = journal();
        written.add(new QualityRow(LINE, PLACE, new Change.Expired()));
        after.append(written.getLast());
        assertThat(after.take()).isEqualTo(written);
        assertThat(rows.approximateNumEntries()).isZero();
        after.append(written.getFirst());
        assertThat(journal().take()).containsExactly(written.getFirst());
    }

    @Test
    void aRowThatCannotBeWrittenLeavesTheOthersReadable() {
        QualityRow row = new QualityRow(LINE, PLACE, new Change.Expired());
        Line tooLong = new Line("homes", 1, FeedbackRig.SHA, "x".repeat(70_000), Task.REGRESSION);
        RowJournal journal = journal();
        journal.append(row);
        assertThatThrownBy(() -> journal.append(new QualityRow(tooLong, PLACE, new Change.Expired())))
                .hasMessage("A row of quality cannot be written.");
        journal.append(row);
        assertThat(journal().take()).containsExactly(row, row);
    }

    @Test
    void aRowOfTheFirstVersionIsCountedWhereItsEventTimeLies() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("homes");
        out.writeInt(1);
        out.writeUTF(FeedbackRig.SHA);
        out.writeUTF("champion");
        out.writeUTF("REGRESSION");
        out.writeShort(2);
        for (Segment segment : PLACE.segments()) {
            out.writeUTF(segment.feature());
            out.writeUTF(segment.value());
        }
        out.writeLong(PLACE.paneStartMs() + 5_999);
        out.writeByte(0);
        rows.put(0L, bytes.toByteArray());
        assertThat(journal().take()).containsExactly(new QualityRow(LINE, PLACE, Change.Predicted.UNKNOWN));
    }
}
