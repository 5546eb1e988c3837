/// Tests of the file commands.
@NullMarked
package io.tidemark.cli.file;

import org.jspecify.annotations.NullMarked;
