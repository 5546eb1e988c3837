/// The status, from records in memory.
@NullMarked
package io.tidemark.cli.status;

import org.jspecify.annotations.NullMarked;
