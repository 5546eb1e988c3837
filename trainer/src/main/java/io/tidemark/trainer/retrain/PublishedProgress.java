package io.tidemark.trainer.retrain;

import io.tidemark.trainer.pipeline.RunListener;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a run's progress to the log, at most once a second and at each step. Progress that cannot be written costs
/// nobody's run.
final class PublishedProgress implements RunListener {
    private static final long PAUSE_NS = 1_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(PublishedProgress.class);

    private final RunPublisher publisher;
    private final RunRecords records;
    private long lastNs = System.nanoTime() - PAUSE_NS;
    private String lastStep = "";

    PublishedProgress(RunPublisher publisher, RunRecords records) {
        this.publisher = publisher;
        this.records = records;
    }

    @Override
    public void onProgress(Step step, String message, double progress) {
        long now = System.nanoTime();
        if (step.key().equals(lastStep) && now - lastNs < PAUSE_NS) {
            return;
        }
        lastNs = now;
        lastStep = step.key();
        LOG.info("{}: {}", step.key(), message);
        try {
            publisher.progress(records.progress(step, message, progress));
        } catch (KafkaException e) {
            LOG.warn("Progress could not be written to the log.", e);
        }
    }
}
