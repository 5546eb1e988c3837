package io.tidemark.drift.policy;

import io.tidemark.stats.state.CorruptStateException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the policy remembers of a model. All times are milliseconds since 1970-01-01 UTC; 0: never. Belongs to one
/// thread.
final class PolicyMemory {
    static final int NONE = 0;
    private static final byte KIND = 'P';
    private static final byte FORMAT = 1;

    /// Versions of which something is remembered; the oldest are forgotten.
    private static final int MOST_VERSIONS = 100;

    private static final int MOST_ENTRIES = 10_000;

    /// Time of the last reading.
    long nowMs;

    /// The version that answers, and its bundle; known from the timeline, or else from what is watched.
    int version = NONE;
    String bundleSha256 = "";
    boolean onTimeline;
    long servingSinceMs;

    final TreeMap<Integer, Long> trainedAtMs = new TreeMap<>();

    /// Labelled outcomes by version, as they were read last.
    final TreeMap<Integer, Long> labels = new TreeMap<>();

    /// Labelled outcomes since the last training or request.
    long newLabels;

    /// Severity of the open drift alert, 1 to 3; 0: none.
    int driftSeverity;
    long driftOpenedAtMs;
    long driftSinceMs;
    long labelsSinceDrift;

    /// Of labelsSinceDrift, how many an earlier request of the same alert has used.
    long usedLabels;

    /// Window by name: how much worse than at training time, percent.
    final TreeMap<String, Double> dropPct = new TreeMap<>();

    /// Times of requests within the last day, oldest first.
    final Deque<Long> requestsMs = new ArrayDeque<>();

    long lastRequestMs;

    /// Since when enough triggers have fired; 0: they have not.
    long metSinceMs;

    /// Requests that there ever were.
    long requests;

    /// Another version answers.
    void turnTo(int next, String sha256, long sinceMs) {
        version = next;
        bundleSha256 = sha256;
        servingSinceMs = sinceMs;
        forgetDrift();
        dropPct.clear();
        metSinceMs = 0;
    }

    void forgetDrift() {
        driftSeverity = 0;
        driftOpenedAtMs = 0;
        driftSinceMs = 0;
        labelsSinceDrift = 0;
        usedLabels = 0;
    }

    /// Takes a version's count of labelled outcomes; a count that begins anew is all new.
    void countLabels(int of, long total) {
        long before = labels.getOrDefault(of, 0L);
        newLabels += total >= before ? total - before : total;
        labels.put(of, total);
        while (labels.size() > MOST_VERSIONS) {
            labels.pollFirstEntry();
        }
    }

    void trained(int which, long atMs) {
        trainedAtMs.put(which, atMs);
        newLabels = 0;
        while (trainedAtMs.size() > MOST_VERSIONS) {
            trainedAtMs.pollFirstEntry();
        }
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(KIND);
            out.writeByte(FORMAT);
            out.writeLong(nowMs);
            out.writeInt(version);
            out.writeUTF(bundleSha256);
            out.writeBoolean(onTimeline);
            out.writeLong(servingSinceMs);
            writeByVersion(out, trainedAtMs);
            writeByVersion(out, labels);
            out.writeLong(newLabels);
            out.writeInt(driftSeverity);
            out.writeLong(driftOpenedAtMs);
            out.writeLong(driftSinceMs);
            out.writeLong(labelsSinceDrift);
            out.writeLong(usedLabels);
            out.writeInt(dropPct.size());
            for (var drop : dropPct.entrySet()) {
                out.writeUTF(drop.getKey());
                out.writeDouble(drop.getValue());
            }
            out.writeInt(requestsMs.size());
            for (long request : requestsMs) {
                out.writeLong(request);
            }
            out.writeLong(lastRequestMs);
            out.writeLong(metSinceMs);
            out.writeLong(requests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static PolicyMemory fromBytes(byte[] bytes) {
        PolicyMemory memory = new PolicyMemory();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int kind = in.readByte();
            int format = in.readByte();
            if (kind != KIND || format != FORMAT) {
                throw new CorruptStateException("Found kind " + kind + " and format " + format
                        + ", expected what a policy remembers in format " + FORMAT + ".");
            }
            memory.read(in);
        } catch (IOException e) {
            throw new CorruptStateException("Found " + bytes.length + " bytes that end early: " + e);
        }
        return memory;
    }

    private void read(DataInputStream in) throws IOException {
        nowMs = in.readLong();
        version = in.readInt();
        bundleSha256 = in.readUTF();
        onTimeline = in.readBoolean();
        servingSinceMs = in.readLong();
        readByVersion(in, trainedAtMs);
        readByVersion(in, labels);
        newLabels = in.readLong();
        driftSeverity = in.readInt();
        driftOpenedAtMs = in.readLong();
        driftSinceMs = in.readLong();
        labelsSinceDrift = in.readLong();
        usedLabels = in.readLong();
        for (int i = size(in); i > 0; i--) {
            dropPct.put(in.readUTF(), in.readDouble());
        }
        for (int i = size(in); i > 0; i--) {
            requestsMs.add(in.readLong());
        }
        lastRequestMs = in.readLong();
        metSinceMs = in.readLong();
        requests = in.readLong();
    }

    private static void writeByVersion(DataOutputStream out, SortedMap<Integer, Long> values) throws IOException {
        out.writeInt(values.size());
        for (var value : values.entrySet()) {
            out.writeInt(value.getKey());
            out.writeLong(value.getValue());
        }
    }

    private static void readByVersion(DataInputStream in, SortedMap<Integer, Long> values) throws IOException {
        for (int i = size(in); i > 0; i--) {
            values.put(in.readInt(), in.readLong());
        }
    }

    private static int size(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > MOST_ENTRIES) {
            throw new CorruptStateException("Found " + size + " entries, expected 0 to " + MOST_ENTRIES + ".");
        }
        return size;
    }
}
