/// The audit of logs in memory: one that holds, and one for each way in which it may not.
@NullMarked
package io.tidemark.cli.audit;

import org.jspecify.annotations.NullMarked;
