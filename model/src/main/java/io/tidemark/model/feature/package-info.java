/// From the values of an event or a data file to a raw row: one double per feature, checked against the manifest.
///
/// Start at [RawEncoder]. Depends on the manifest's feature specs only.
@NullMarked
package io.tidemark.model.feature;

import org.jspecify.annotations.NullMarked;
