/// Tests of the life of an alert.
@NullMarked
package io.tidemark.streamkit.alert;

import org.jspecify.annotations.NullMarked;
