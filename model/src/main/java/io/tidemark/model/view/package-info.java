/// Feature views: which value of an entity held at a moment. Scorer and trainer join with this code and no other, so
/// that a model is asked with what it was trained on.
///
/// Start at [ViewJoin]; [ViewHistory] is what is kept of an entity, [PastUpdates] the same from a log of updates. Pure:
/// no Kafka, no clock. Depends on the manifest's view specs.
@NullMarked
package io.tidemark.model.view;

import org.jspecify.annotations.NullMarked;
