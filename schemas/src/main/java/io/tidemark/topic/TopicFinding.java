package io.tidemark.topic;

/// A difference between the catalogue and a cluster.
///
/// @param topic name on the cluster, prefix included
/// @param what the property that differs: existence, partitions, or a topic configuration
/// @param found its value on the cluster
/// @param expected its value in the catalogue
public record TopicFinding(String topic, String what, String found, String expected) {
    /// The finding in one line.
    public String describe() {
        return topic + ": found " + what + " " + found + ", expected " + expected;
    }
}
