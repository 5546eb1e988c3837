/// What `tidemark registry` shows and does: registry and timeline side by side ([RegistryPage]), every bundle's hash at
/// every place ([BundleAudit]), and which copies nobody needs ([Leftovers]). Start with [RegistryPage].
@NullMarked
package io.tidemark.cli.registry;

import org.jspecify.annotations.NullMarked;
