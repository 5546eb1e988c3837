/// One class per command: it reads options and hands over to the package that does the work.
@NullMarked
package io.tidemark.cli.command;

import org.jspecify.annotations.NullMarked;
