/// What people see: colours, progress, tables, and where the logs go.
@NullMarked
package io.tidemark.cli.terminal;

import org.jspecify.annotations.NullMarked;
