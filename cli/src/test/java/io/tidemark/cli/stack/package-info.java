/// Files and names of the embedded stack, without one.
@NullMarked
package io.tidemark.cli.stack;

import org.jspecify.annotations.NullMarked;
