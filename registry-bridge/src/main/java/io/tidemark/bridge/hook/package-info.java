/// MLflow's webhooks: [HookGate] tells genuine ones from forged, late and repeated ones. Pure. Start there.
@NullMarked
package io.tidemark.bridge.hook;

import org.jspecify.annotations.NullMarked;
