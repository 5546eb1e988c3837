package io.tidemark.drift.topology;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;

/// Labels that came for an open episode.
///
/// @param labels labelled rows since the drift began, or since the episode's last request
/// @param requests requests that the episode has led to
record EpisodeLabels(long labels, int requests) {
    static final EpisodeLabels NONE = new EpisodeLabels(0, 0);
    private static final byte KIND = 'L';

    EpisodeLabels plus(long more) {
        return new EpisodeLabels(labels + more, requests);
    }

    /// After one more request.
    EpisodeLabels requested() {
        return new EpisodeLabels(0, requests + 1);
    }

    byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeCount(labels);
        out.writeCount(requests);
        return out.toBytes();
    }

    static EpisodeLabels fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "labels of an episode");
        EpisodeLabels labels = new EpisodeLabels(in.readCount(), in.readCount(Integer.MAX_VALUE, "number of requests"));
        in.expectEnd();
        return labels;
    }
}
