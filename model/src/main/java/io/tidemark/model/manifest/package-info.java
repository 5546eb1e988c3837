/// A model's manifest: the one file that says what the model is, what it learns from, how it is judged and watched.
///
/// Start at [ModelManifest] for the sections and at [ManifestReader] for how a file becomes one: it reports all
/// faults at once, each with line, key, what was found, what was expected and the nearest known key. Depends on
/// nothing else here.
@NullMarked
package io.tidemark.model.manifest;

import org.jspecify.annotations.NullMarked;
