/// What every service on the log shares, so that each can be about its own matter only.
///
/// - [io.tidemark.streamkit.topic]: settings for Kafka clients, topics with their serdes, reading a topic to its end.
/// - [io.tidemark.streamkit.alert]: the life of an alert.
/// - [io.tidemark.streamkit.deadletter]: what becomes of records that cannot be processed.
/// - [io.tidemark.streamkit.timeline]: reading and writing the facts about which version serves.
/// - [io.tidemark.streamkit.runtime]: a Kafka Streams application with the settings that hold under failure.
/// - [io.tidemark.streamkit.app]: the Spring Boot shell around a service; the only Spring code here.
@NullMarked
package io.tidemark.streamkit;

import org.jspecify.annotations.NullMarked;
