/// What a version has to show before it may serve. [GateKeeper] asks, [GateReport] answers with every reason.
@NullMarked
package io.tidemark.trainer.gates;

import org.jspecify.annotations.NullMarked;
