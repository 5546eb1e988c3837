@NullMarked
package io.tidemark.cli.drift;

import org.jspecify.annotations.NullMarked;
