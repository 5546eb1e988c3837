/// The command line as a client of the topics: sending requests and labels, watching, sending dead letters again,
/// publishing versions.
@NullMarked
package io.tidemark.cli.client;

import org.jspecify.annotations.NullMarked;
