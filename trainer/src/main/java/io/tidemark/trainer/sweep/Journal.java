package io.tidemark.trainer.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The trials of a sweep as a file: a line of JSON with the settings, then a line for each trial that ended, forced
/// to the disk before the next one. A last line without its end is what a crash left of it, and is dropped.
final class Journal implements Closeable {
    private final Path file;
    private final FileChannel channel;
    private final JournalFormat format;
    private final List<TrialRecord> records;

    private Journal(Path file, FileChannel channel, JournalFormat format, List<TrialRecord> records) {
        this.file = file;
        this.channel = channel;
        this.format = format;
        this.records = List.copyOf(records);
    }

    static Journal open(Path file, SweepSettings settings) {
        JournalFormat format = new JournalFormat(settings);
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(file, channel);
                return read(file, channel, format);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SweepException("The sweep's journal " + file + " cannot be opened: " + e, e);
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        boolean isOurs;
        try {
            isOurs = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            isOurs = false;
        }
        if (!isOurs) {
            throw new SweepException("The sweep's journal " + file
                    + " is being written by another sweep. Wait for it to end, or choose another folder.");
        }
    }

    private static Journal read(Path file, FileChannel channel, JournalFormat format) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        String text = new String(bytes.array(), StandardCharsets.UTF_8);
        int whole = text.lastIndexOf('\n') + 1;
        channel.truncate(text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
        channel.position(channel.size());
        List<String> lines = text.substring(0, whole).lines().toList();
        List<TrialRecord> records = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                JsonNode line = JournalFormat.parsed(lines.get(i));
                if (i == 0) {
                    format.checkHeader(file, line);
                } else {
                    records.add(format.trial(line));
                }
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new SweepException(
                        "The sweep's journal " + file + ", line " + (i + 1)
                                + ": found what is no trial of this sweep, expected one (" + e.getMessage()
                                + "). Remove the file to start the sweep anew.",
                        e);
            }
        }
        Journal journal = new Journal(file, channel, format, records);
        if (lines.isEmpty()) {
            journal.write(format.header());
        }
        return journal;
    }

    /// The trials that were there when the journal was opened.
    List<TrialRecord> records() {
        return records;
    }

    void append(TrialRecord trial) {
        try {
            write(format.line(trial));
        } catch (IOException e) {
            throw new SweepException("The sweep's journal " + file + " cannot be written: " + e, e);
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The sweep's journal " + file + " cannot be closed.", e);
        }
    }
}
