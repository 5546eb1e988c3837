@NullMarked
package io.tidemark.cli.registry;

import org.jspecify.annotations.NullMarked;
