/// What people see, and what records may not make them see.
@NullMarked
package io.tidemark.cli.terminal;

import org.jspecify.annotations.NullMarked;
