/// Tests of commands about requests that lie on the log.
@NullMarked
package io.tidemark.cli.history;

import org.jspecify.annotations.NullMarked;
