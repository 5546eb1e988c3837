package io.tidemark.scoring.replay;

/// Place of a request on its topic.
///
/// @param partition partition, from 0
/// @param offset offset, from 0
public record RequestPlace(int partition, long offset) {
    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
