/// Bundles in a bucket of Google Cloud Storage. [GcsMirrors] is found by the registry; [GcsMirror] does the work. Start
/// with the latter.
@NullMarked
package io.tidemark.registry.gcs;

import org.jspecify.annotations.NullMarked;
