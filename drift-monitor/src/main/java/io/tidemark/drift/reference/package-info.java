/// What live traffic is compared with: profile and limits of each version, from its bundle. Start at
/// [ReferenceLibrary].
@NullMarked
package io.tidemark.drift.reference;

import org.jspecify.annotations.NullMarked;
