/// Checks, from the topics alone, that what Tidemark promises holds: [LogAudit] reads, [Invariant]s are what it finds.
@NullMarked
package io.tidemark.cli.audit;

import org.jspecify.annotations.NullMarked;
