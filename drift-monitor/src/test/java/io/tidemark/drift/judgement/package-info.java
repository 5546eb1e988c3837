/// Tests of findings, records and alerts.
@NullMarked
package io.tidemark.drift.judgement;

import org.jspecify.annotations.NullMarked;
