package io.tidemark.cli.client;

import io.tidemark.event.DeadLetter;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/// A dead letter that waits: where it stands and what it says, without the record that it holds, which may be large.
///
/// @param partition partition of the dead letters
/// @param offset its offset there
/// @param says the letter without key, value and headers
public record WaitingLetter(TopicPartition partition, long offset, DeadLetter says) {
    static WaitingLetter of(TopicPartition partition, long offset, DeadLetter letter) {
        return new WaitingLetter(
                partition,
                offset,
                DeadLetter.newBuilder(letter)
                        .setKey(null)
                        .setValue(null)
                        .setHeaders(List.of())
                        .build());
    }

    /// Coordinates of the record that the letter holds, `topic-partition@offset`.
    public String coordinates() {
        return coordinates(says);
    }

    static String coordinates(DeadLetter letter) {
        return letter.getTopic() + "-" + letter.getPartition() + "@" + letter.getOffset();
    }
}
