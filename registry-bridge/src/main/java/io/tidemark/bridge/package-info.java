/// Between a registry that people use by hand and the timeline: [Bridge] compares and acts, [AliasRules] decides,
/// [VersionStory] says what is written back. The timeline is followed, the registry is asked; a webhook (`hook`) only
/// makes it ask at once. Start with [Bridge].
@NullMarked
package io.tidemark.bridge;

import org.jspecify.annotations.NullMarked;
