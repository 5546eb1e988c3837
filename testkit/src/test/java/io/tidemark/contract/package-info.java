/// The `schemas` module against a real broker and a real schema registry.
@NullMarked
package io.tidemark.contract;

import org.jspecify.annotations.NullMarked;
