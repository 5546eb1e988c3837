/// Versions that other tools registered: what they logged ([ForeignVersion], [ForeignFiles]), and the port through
/// which whoever can read models makes bundles of it ([ForeignImport]). The registry knows where files lie and not what
/// is in them. Start with [ForeignImport].
@NullMarked
package io.tidemark.registry.foreign;

import org.jspecify.annotations.NullMarked;
