/// Which keys a version on trial answers: for the service that routes, and for the one that judges.
@NullMarked
package io.tidemark.streamkit.routing;

import org.jspecify.annotations.NullMarked;
