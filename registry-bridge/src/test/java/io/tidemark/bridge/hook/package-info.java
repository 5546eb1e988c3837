@NullMarked
package io.tidemark.bridge.hook;

import org.jspecify.annotations.NullMarked;
