/// A prediction's way: count, deliver, merge, judge. [DriftTopology] is the map.
@NullMarked
package io.tidemark.drift.topology;

import org.jspecify.annotations.NullMarked;
