/// Options that several commands share: the home, the connection, the models.
@NullMarked
package io.tidemark.cli.option;

import org.jspecify.annotations.NullMarked;
