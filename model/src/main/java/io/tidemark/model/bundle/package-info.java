/// A model as one file: features, pipeline, kernel, golden rows, how it was trained.
///
/// A bundle is trusted only after three steps, in this order: its bytes hash to the SHA-256 that the timeline names,
/// its parts are well-formed ([BundleFile], [BundleCodec]), and it behaves: [BundleVerifier] scores its golden rows.
/// Nothing in it is ever executed or deserialised by class name. Start at [ModelBundle].
@NullMarked
package io.tidemark.model.bundle;

import org.jspecify.annotations.NullMarked;
