/// One source of bundles after the other: [CascadingRegistry] asks the registry, then its mirror, then this machine's
/// folder, and believes none of them before it has hashed what came. Start there.
@NullMarked
package io.tidemark.registry.cascade;

import org.jspecify.annotations.NullMarked;
