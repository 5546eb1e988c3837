/// Bytes of accumulators and histograms: the values of state stores and topics.
///
/// Start at [StateWriter] and [StateReader]. Reading trusts nothing: each length is held against the bytes that are
/// left before anything is allocated. Depends on nothing.
@NullMarked
package io.tidemark.stats.state;

import org.jspecify.annotations.NullMarked;
