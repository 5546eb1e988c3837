/// The demo's parts, and the document about them.
@NullMarked
package io.tidemark.cli.demo;

import org.jspecify.annotations.NullMarked;
