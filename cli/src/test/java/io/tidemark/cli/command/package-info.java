/// What commands check before they do anything.
@NullMarked
package io.tidemark.cli.command;

import org.jspecify.annotations.NullMarked;
