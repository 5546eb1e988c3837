/// When notices are told, how often it is tried, and what becomes of a storm of them: [Courier]. Knows no Kafka, no
/// HTTP and no clock of its own.
@NullMarked
package io.tidemark.notifier.delivery;

import org.jspecify.annotations.NullMarked;
