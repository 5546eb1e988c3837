/// Commands about requests that lie on the log: which of them, answered again by whom, written where.
@NullMarked
package io.tidemark.cli.history;

import org.jspecify.annotations.NullMarked;
