@NullMarked
package io.tidemark.notifier.ledger;

import org.jspecify.annotations.NullMarked;
