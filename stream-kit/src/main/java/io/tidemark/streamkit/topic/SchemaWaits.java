package io.tidemark.streamkit.topic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Which schema ids were waited for in vain, for all who read records of one service: whichever partition they serve,
/// and
/// however often their tasks are made anew. Were it each one's own, the waits of one thread would add up to more than
/// its
/// transaction may take. Safe for use by many threads.
public final class SchemaWaits {
    private static final int MAX_GIVEN_UP = 10_000;

    /// Ids that are waited for in vain within one pause before further ones are not.
    private static final int MAX_VAIN_WAITS = 4;

    private final Map<Integer, Long> givenUpNs = new HashMap<>();
    private final Deque<Long> vainWaitsNs = new ArrayDeque<>();

    /// True when an id may still be waited for: it was not lately, and not too many others were.
    ///
    /// @param nowNs as System.nanoTime
    /// @param pauseNs how long an id that was waited for in vain is not waited for again
    public synchronized boolean mayWait(int schemaId, long nowNs, long pauseNs) {
        Long since = givenUpNs.get(schemaId);
        if (since != null && nowNs - since < pauseNs) {
            return false;
        }
        while (!vainWaitsNs.isEmpty() && nowNs - vainWaitsNs.getFirst() >= pauseNs) {
            vainWaitsNs.removeFirst();
        }
        return vainWaitsNs.size() < MAX_VAIN_WAITS;
    }

    /// An id was waited for in vain.
    ///
    /// @param nowNs as System.nanoTime
    public synchronized void giveUp(int schemaId, long nowNs) {
        if (givenUpNs.size() >= MAX_GIVEN_UP) {
            givenUpNs.clear();
        }
        givenUpNs.put(schemaId, nowNs);
        vainWaitsNs.addLast(nowNs);
    }
}
